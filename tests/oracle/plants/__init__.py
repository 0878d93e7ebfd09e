"""One function a rule: five subjects that must be found and three just on the quiet side."""
