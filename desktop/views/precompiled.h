// SPDX-License-Identifier: GPL-3.0-or-later
// Headers nearly every view includes, compiled once. Sources still include what they use.
#pragma once

#include <wx/wx.h>

#include <wx/bmpbndl.h>
#include <wx/dataview.h>
#include <wx/dcbuffer.h>
#include <wx/graphics.h>
#include <wx/simplebook.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>
