// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace bayline::desktop {

/// What became of a document that was handed to a printer.
enum class PrintStep
{
    Refused, ///< the print server did not take it
    Queued,
    NoPaper, ///< taken, but the printer wants somebody; Queued follows when that is over
    Open,    ///< a cover or door
    NoToner,
    Offline,
    Stopped, ///< another reason
    Printed,
    GivenUp, ///< taken and not printed
    Written, ///< into a file
};

using PrintNews = std::function<void(PrintStep)>;

/// Follows the next print job through the system's print queue: wxPrinter says "sent" even of a job that the server
/// turned away. Made before printing starts; says nothing where the system cannot tell. UI thread only.
class PrintWatch final
{
public:
    PrintWatch();
    ~PrintWatch();
    PrintWatch(const PrintWatch&) = delete;
    PrintWatch& operator=(const PrintWatch&) = delete;

    /// Printing returned without an error: what is known now, and then `news` of each further step until the last.
    /// False when nothing is known.
    [[nodiscard]] bool Follow(const std::string& printer, PrintNews news);

private:
    void* m_operation = nullptr;
    unsigned m_signal = 0;
    unsigned long m_hook = 0;

    static int Began(void* hint, unsigned count, const void* values, void* self);
};

/// The names of the system's printers, each told as it is found: asking a print server may take a while. What writes
/// files is left out. `found` gets an empty name at the end.
void ListPrinters(std::function<void(const std::string& name)> found);

} // namespace bayline::desktop
