"""MQTT: the nervous system."""
