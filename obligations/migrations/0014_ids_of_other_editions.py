"""The ids that requirements bear in other editions; the web reads them and writes none."""

import django.db.models.deletion
from django.db import migrations, models

from tracker import rowsecurity


class Migration(migrations.Migration):

    dependencies = [
        ('obligations', '0013_readings_of_the_law'),
    ]

    operations = [
        migrations.CreateModel(
            name='RequirementId',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.CharField(help_text='Id in another edition.', max_length=120, unique=True)),
                ('requirement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='other_ids', to='obligations.requirement')),
            ],
            options={
                'verbose_name': 'id of another edition',
                'verbose_name_plural': 'ids of other editions',
                'ordering': ['slug'],
            },
        ),
        rowsecurity.read_only('obligations_requirementid'),
    ]
