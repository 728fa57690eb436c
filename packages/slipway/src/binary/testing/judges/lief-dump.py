"""Prints what LIEF reads from each file as one JSON line: the judge of names, libraries and versions."""
import json
import sys

import lief


def elf(b):
    return {
        "interpreter": b.interpreter if b.has_interpreter else "",
        "libraries": list(b.libraries),
        "sections": [[s.name, s.size, s.offset] for s in b.sections],
        "dynamic": [[s.name, s.value, s.size, s.shndx] for s in b.dynamic_symbols],
        "entry": b.header.entrypoint,
    }


def pe(b):
    return {
        "machine": int(b.header.machine),
        "imports": [[i.name, [e.name if not e.is_ordinal else e.ordinal for e in i.entries]] for i in b.imports],
        "sections": [[s.coff_string.string if s.coff_string else s.name, s.sizeof_raw_data, s.offset] for s in b.sections],
        "signatures": len(list(b.signatures)),
        "subsystem": int(b.optional_header.subsystem),
        "exports": sorted(e.name for e in b.get_export().entries) if b.has_exports else [],
    }


def macho(b):
    build = b.build_version if b.has_build_version else None
    least = b.version_min if b.has_version_min else None
    return {
        "cpu": int(b.header.cpu_type),
        "libraries": [l.name for l in b.libraries if l.command != lief.MachO.LoadCommand.TYPE.ID_DYLIB],
        "rpaths": [r.path for r in b.rpaths],
        "uuid": list(b.uuid.uuid) if b.has_uuid else None,
        "minimum": list(build.minos if build else least.version if least else []),
        "sdk": list(build.sdk if build else least.sdk if least else []),
        "signed": b.has_code_signature,
        "sections": [[s.segment_name, s.name, s.size, s.offset] for s in b.sections],
        "symbols": len(list(b.symbols)),
        "pie": b.is_pie,
    }


lief.logging.disable()
for path in sys.argv[1:]:
    if lief.is_elf(path):
        print(json.dumps(elf(lief.ELF.parse(path))))
    elif lief.is_pe(path):
        print(json.dumps(pe(lief.PE.parse(path))))
    else:
        fat = lief.MachO.parse(path)
        print(json.dumps([macho(fat.at(index)) for index in range(fat.size)]))
