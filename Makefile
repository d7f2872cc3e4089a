# Thin names for the scripts, for those whose fingers type make.
.PHONY: server test check format pin
server test check format pin:
	@script/$@
