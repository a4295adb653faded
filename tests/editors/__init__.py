"""The editors themselves, driven as people drive them. `run.sh` gets them and runs this; the main suite leaves it out."""
