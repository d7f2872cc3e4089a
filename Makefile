# Thin names for the scripts, for those whose fingers type make.
.PHONY: server test check format pin messages
server test check format pin messages:
	@script/$@
