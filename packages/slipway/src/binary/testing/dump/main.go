// Dump prints what Go's own debug packages read from the named files, one JSON document a line: the judge of the readers.
package main

import (
	"debug/elf"
	"debug/gosym"
	"debug/macho"
	"debug/pe"
	"debug/plan9obj"
	"encoding/json"
	"fmt"
	"os"
)

type doc map[string]any

func main() {
	out := json.NewEncoder(os.Stdout)
	for _, name := range os.Args[1:] {
		if err := out.Encode(dump(name)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func dump(name string) doc {
	if f, err := elf.Open(name); err == nil {
		return dumpELF(f)
	}
	if f, err := pe.Open(name); err == nil {
		return dumpPE(f)
	}
	if f, err := macho.OpenFat(name); err == nil {
		d := doc{"format": "macho-fat"}
		slices := []doc{}
		for _, a := range f.Arches {
			slices = append(slices, doc{"cpu": uint32(a.Cpu), "subtype": a.SubCpu, "offset": a.Offset, "size": a.Size, "align": a.Align, "file": dumpMacho(a.File)})
		}
		d["slices"] = slices
		return d
	}
	if f, err := macho.Open(name); err == nil {
		return dumpMacho(f)
	}
	if f, err := plan9obj.Open(name); err == nil {
		d := doc{"format": "plan9", "entry": hex(f.Entry), "bss": f.Bss, "pointerSize": f.PtrSize}
		sections := []doc{}
		for _, s := range f.Sections {
			sections = append(sections, doc{"name": s.Name, "offset": s.Offset, "size": s.Size})
		}
		d["sections"] = sections
		symbols := []doc{}
		syms, _ := f.Symbols()
		for _, s := range syms {
			if s.Type != 'z' && s.Type != 'Z' && s.Type != 'f' {
				symbols = append(symbols, doc{"name": s.Name, "type": string(s.Type), "value": hex(s.Value)})
			}
		}
		d["symbols"] = symbols
		return d
	}
	return doc{"format": ""}
}

func hex(v uint64) string { return fmt.Sprintf("%#x", v) }

func dumpELF(f *elf.File) doc {
	d := doc{
		"format": "elf", "class": int(f.Class), "littleEndian": f.Data == elf.ELFDATA2LSB, "osAbi": int(f.OSABI), "type": int(f.Type),
		"machine": int(f.Machine), "entry": hex(f.Entry),
	}
	segments := []doc{}
	for _, p := range f.Progs {
		segments = append(segments, doc{"type": int(p.Type), "flags": int(p.Flags), "offset": p.Off, "address": hex(p.Vaddr), "fileSize": p.Filesz, "memorySize": hex(p.Memsz), "align": hex(p.Align)})
	}
	d["segments"] = segments
	sections := []doc{}
	for _, s := range f.Sections {
		// Go turns the header of a compressed section into that of its contents.
		size := s.FileSize
		sections = append(sections, doc{"name": s.Name, "type": int(s.Type), "flags": hex(uint64(s.Flags)), "address": hex(s.Addr), "offset": s.Offset, "size": size, "link": s.Link, "info": s.Info, "entrySize": s.Entsize})
	}
	d["sections"] = sections
	symbols := func(list []elf.Symbol) []doc {
		docs := []doc{}
		for _, s := range list {
			docs = append(docs, doc{"name": s.Name, "value": hex(s.Value), "size": hex(s.Size), "binding": int(elf.ST_BIND(s.Info)), "type": int(elf.ST_TYPE(s.Info)), "visibility": int(elf.ST_VISIBILITY(s.Other)), "section": int(s.Section)})
		}
		return docs
	}
	static, _ := f.Symbols()
	d["symbols"] = symbols(static)
	dynamic, _ := f.DynamicSymbols()
	d["dynamicSymbols"] = symbols(dynamic)
	libraries, _ := f.ImportedLibraries()
	d["libraries"] = append([]string{}, libraries...)
	for key, tag := range map[string]elf.DynTag{"soname": elf.DT_SONAME, "rpath": elf.DT_RPATH, "runpath": elf.DT_RUNPATH} {
		if texts, _ := f.DynString(tag); len(texts) > 0 {
			d[key] = texts[0]
		}
	}
	needs, _ := f.DynamicVersionNeeds()
	versions := []string{}
	for _, need := range needs {
		for _, dep := range need.Needs {
			versions = append(versions, need.Name+" "+dep.Dep)
		}
	}
	d["versionNeeds"] = versions
	if s := f.Section(".gopclntab"); s != nil {
		if data, err := s.Data(); err == nil {
			text := f.Section(".text").Addr
			for _, s := range static {
				if s.Name == "runtime.text" {
					text = s.Value // C start-up code comes first when the host's linker was used
				}
			}
			d["functions"] = functions(data, text)
		}
	}
	return d
}

func functions(data []byte, text uint64) []doc {
	table, err := gosym.NewTable(nil, gosym.NewLineTable(data, text))
	docs := []doc{}
	if err != nil {
		return docs
	}
	for _, f := range table.Funcs {
		docs = append(docs, doc{"name": f.Name, "entry": hex(f.Entry), "size": f.End - f.Entry})
	}
	return docs
}

func dumpPE(f *pe.File) doc {
	d := doc{"format": "pe", "machine": f.Machine, "timestamp": f.TimeDateStamp, "symbolOffset": f.PointerToSymbolTable, "symbolCount": f.NumberOfSymbols, "characteristics": f.Characteristics}
	directories := func(list []pe.DataDirectory) []doc {
		docs := []doc{}
		for _, each := range list {
			docs = append(docs, doc{"address": each.VirtualAddress, "size": each.Size})
		}
		return docs
	}
	switch h := f.OptionalHeader.(type) {
	case *pe.OptionalHeader32:
		d["optional"] = doc{"bits": 32, "entry": h.AddressOfEntryPoint, "imageBase": hex(uint64(h.ImageBase)), "sectionAlignment": h.SectionAlignment, "fileAlignment": h.FileAlignment, "imageSize": h.SizeOfImage, "headersSize": h.SizeOfHeaders, "checksum": h.CheckSum, "subsystem": h.Subsystem, "dllCharacteristics": h.DllCharacteristics, "stackReserve": hex(uint64(h.SizeOfStackReserve)), "directories": directories(h.DataDirectory[:h.NumberOfRvaAndSizes])}
	case *pe.OptionalHeader64:
		d["optional"] = doc{"bits": 64, "entry": h.AddressOfEntryPoint, "imageBase": hex(h.ImageBase), "sectionAlignment": h.SectionAlignment, "fileAlignment": h.FileAlignment, "imageSize": h.SizeOfImage, "headersSize": h.SizeOfHeaders, "checksum": h.CheckSum, "subsystem": h.Subsystem, "dllCharacteristics": h.DllCharacteristics, "stackReserve": hex(h.SizeOfStackReserve), "directories": directories(h.DataDirectory[:h.NumberOfRvaAndSizes])}
	}
	sections := []doc{}
	for _, s := range f.Sections {
		sections = append(sections, doc{"name": s.Name, "virtualSize": s.VirtualSize, "address": s.VirtualAddress, "size": s.Size, "offset": s.Offset, "characteristics": s.Characteristics})
	}
	d["sections"] = sections
	symbols := []doc{}
	for _, s := range f.Symbols {
		symbols = append(symbols, doc{"name": s.Name, "value": s.Value, "section": s.SectionNumber, "type": s.Type, "storageClass": s.StorageClass})
	}
	d["symbols"] = symbols
	imports, _ := f.ImportedSymbols()
	d["imports"] = append([]string{}, imports...)
	return d
}

func dumpMacho(f *macho.File) doc {
	d := doc{"format": "macho", "cpu": uint32(f.Cpu), "subtype": f.SubCpu, "fileType": uint32(f.Type), "commandCount": f.Ncmd, "commandsSize": f.Cmdsz, "flags": f.Flags}
	segments := []doc{}
	rpaths := []string{}
	for _, load := range f.Loads {
		switch l := load.(type) {
		case *macho.Segment:
			segments = append(segments, doc{"name": l.Name, "address": hex(l.Addr), "memorySize": hex(l.Memsz), "fileOffset": l.Offset, "fileSize": l.Filesz, "maxProtection": l.Maxprot, "initialProtection": l.Prot, "flags": l.Flag})
		case *macho.Rpath:
			rpaths = append(rpaths, l.Path)
		}
	}
	d["segments"] = segments
	d["rpaths"] = rpaths
	sections := []doc{}
	for _, s := range f.Sections {
		sections = append(sections, doc{"name": s.Name, "segment": s.Seg, "address": hex(s.Addr), "size": hex(s.Size), "offset": s.Offset, "align": s.Align, "flags": s.Flags})
	}
	d["sections"] = sections
	symbols := []doc{}
	if f.Symtab != nil {
		for _, s := range f.Symtab.Syms {
			symbols = append(symbols, doc{"name": s.Name, "type": s.Type, "section": s.Sect, "description": s.Desc, "value": hex(s.Value)})
		}
	}
	d["symbols"] = symbols
	libraries, _ := f.ImportedLibraries()
	d["libraries"] = append([]string{}, libraries...)
	if s := f.Section("__gopclntab"); s != nil {
		if data, err := s.Data(); err == nil {
			d["functions"] = functions(data, f.Section("__text").Addr)
		}
	}
	return d
}
