"""The pages of the people who do the work: dashboard, services, tasks, dates, changes, members."""
