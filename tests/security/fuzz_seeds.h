// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalogue.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace bayline::fuzz {

/// Good payloads that fill every member the readers of events know, so that damage begins deep inside.
std::vector<std::string> EventSeeds();

/// What a shop has in its catalogue when a table is read.
const std::vector<core::CatalogueItem>& Catalogue();
/// Tables of a catalogue and of its packages with every column.
std::vector<std::string> CsvSeeds();

/// A ZIP archive, as an XLSX file is one; with its files stored as they are, what is inside can be damaged, and not
/// only the packing.
std::vector<std::uint8_t> Archive(const std::map<std::string, std::string>& files, bool packed);
/// Files, and sheets with what belongs to them as ReadSheets divides them.
std::vector<std::string> SheetSeeds();
/// A good file, wrong kinds of members, and places where it may lie, before a NUL.
std::vector<std::string> SettingsSeeds();

} // namespace bayline::fuzz
