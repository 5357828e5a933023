"""The Django project of the Online Safety Act obligations tracker."""
