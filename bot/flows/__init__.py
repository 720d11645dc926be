"""What happens when something knocks: a notice, a press, a command, a job that is due."""
