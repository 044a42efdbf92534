// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/print_watch.h"

#include <wx/defs.h>

#ifdef __WXGTK3__
#include "desktop/views/gtk_function.h"
#endif

#include <memory>

namespace bayline::desktop {

#ifdef __WXGTK3__
namespace {

/// GtkPrintStatus, of which these are told apart.
enum Status
{
    kPendingIssue = 5,
    kFinished = 7,
    kFinishedAborted = 8,
};

struct PrintLibrary
{
    unsigned long (*operationType)() = GtkFunction<unsigned long()>("gtk_print_operation_get_type");
    void* (*loadClass)(unsigned long) = GtkFunction<void*(unsigned long)>("g_type_class_ref");
    unsigned (*signalOf)(const char*,
                         unsigned long) = GtkFunction<unsigned(const char*, unsigned long)>("g_signal_lookup");
    unsigned long (*addHook)(unsigned, unsigned, int (*)(void*, unsigned, const void*, void*), void*, void*) =
        GtkFunction<unsigned long(unsigned, unsigned, int (*)(void*, unsigned, const void*, void*), void*, void*)>(
            "g_signal_add_emission_hook");
    void (*removeHook)(unsigned,
                       unsigned long) = GtkFunction<void(unsigned, unsigned long)>("g_signal_remove_emission_hook");
    void* (*objectOf)(const void*) = GtkFunction<void*(const void*)>("g_value_get_object");
    void* (*keep)(void*) = GtkFunction<void*(void*)>("g_object_ref");
    void (*release)(void*) = GtkFunction<void(void*)>("g_object_unref");
    void (*track)(void*, int) = GtkFunction<void(void*, int)>("gtk_print_operation_set_track_print_status");
    int (*statusOf)(void*) = GtkFunction<int(void*)>("gtk_print_operation_get_status");
    unsigned long (*connect)(void*, const char*, void (*)(void*, void*), void*, void*, int) =
        GtkFunction<unsigned long(void*, const char*, void (*)(void*, void*), void*, void*, int)>(
            "g_signal_connect_data");
    void (*disconnect)(void*, unsigned long) = GtkFunction<void(void*, unsigned long)>("g_signal_handler_disconnect");
    const char* (*translated)(const char*,
                              const char*) = GtkFunction<const char*(const char*, const char*)>("g_dgettext");

    [[nodiscard]] bool Whole() const
    {
        return operationType && loadClass && signalOf && addHook && removeHook && objectOf && keep && release &&
               track && statusOf && connect && disconnect && translated;
    }
};

const PrintLibrary& Library()
{
    static const PrintLibrary library;
    return library;
}

/// A job on its way: holds the operation until its last step.
struct Follower
{
    void* operation;
    unsigned long handler = 0;
    PrintNews news;

    void Look()
    {
        const int status = Library().statusOf(operation);
        if (status == kPendingIssue) {
            news(PrintStep::Stopped);
        } else if (status == kFinished || status == kFinishedAborted) {
            news(status == kFinished ? PrintStep::Printed : PrintStep::GivenUp);
            Library().disconnect(operation, handler);
            Library().release(operation);
            delete this;
        }
    }

    static void Changed(void* /*operation*/, void* self) { static_cast<Follower*>(self)->Look(); }
};

} // namespace

PrintWatch::PrintWatch()
{
    const auto& library = Library();
    if (!library.Whole()) {
        return;
    }
    const auto type = library.operationType();
    static void* const classKept = library.loadClass(type);
    // The first that a new operation says, before it has made its job: later the job would not be followed.
    m_signal = classKept != nullptr ? library.signalOf("create-custom-widget", type) : 0;
    if (m_signal != 0) {
        m_hook = library.addHook(m_signal, 0, &PrintWatch::Began, this, nullptr);
    }
}

PrintWatch::~PrintWatch()
{
    if (m_hook != 0) {
        Library().removeHook(m_signal, m_hook);
    }
    if (m_operation != nullptr) {
        Library().release(m_operation);
    }
}

int PrintWatch::Began(void* /*hint*/, unsigned /*count*/, const void* values, void* self)
{
    auto& watch = *static_cast<PrintWatch*>(self);
    if (watch.m_operation == nullptr) {
        watch.m_operation = Library().keep(Library().objectOf(values));
        Library().track(watch.m_operation, 1);
    }
    return 1;
}

bool PrintWatch::Follow(const std::string& printer, PrintNews news)
{
    if (m_operation == nullptr) {
        return false;
    }
    const auto& library = Library();
    const int status = library.statusOf(m_operation);
    const bool file = printer == library.translated("gtk30", "Print to File");
    if (file || status == kFinishedAborted || status == kFinished) {
        // A queue takes a while to print; a job that is through at once never got a number there.
        news(file ? PrintStep::Written : PrintStep::Refused);
        return true;
    }
    news(PrintStep::Queued);
    auto* follower = new Follower{library.keep(m_operation), 0, std::move(news)};
    follower->handler =
        library.connect(follower->operation, "status-changed", &Follower::Changed, follower, nullptr, 0);
    return true;
}

void ListPrinters(std::function<void(const std::string& name)> found)
{
    using Found = std::function<void(const std::string&)>;
    using Tell = int (*)(void*, void*);
    auto* enumerate = GtkFunction<void(Tell, void*, void (*)(void*), int)>("gtk_enumerate_printers");
    static auto* const nameOf = GtkFunction<const char*(void*)>("gtk_printer_get_name");
    static auto* const isVirtual = GtkFunction<int(void*)>("gtk_printer_is_virtual");
    if (!enumerate || !nameOf || !isVirtual) {
        found({});
        return;
    }
    enumerate(
        [](void* printer, void* data) {
            if (isVirtual(printer) == 0) {
                (*static_cast<Found*>(data))(nameOf(printer));
            }
            return 0;
        },
        new Found(std::move(found)),
        [](void* data) {
            const std::unique_ptr<Found> tell(static_cast<Found*>(data));
            (*tell)({});
        },
        0);
}
#else
PrintWatch::PrintWatch() = default;
PrintWatch::~PrintWatch() = default;
bool PrintWatch::Follow(const std::string&, PrintNews)
{
    return false;
}
int PrintWatch::Began(void*, unsigned, const void*, void*)
{
    return 0;
}
void ListPrinters(std::function<void(const std::string& name)> found)
{
    found({});
}
#endif

} // namespace bayline::desktop
