"""From a requirement and a situation to a finding."""
