// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/print_watch.h"

#include <wx/defs.h>

#ifdef __WXGTK3__
#include "desktop/views/gtk_function.h"

#include <wx/string.h>
#include <wx/timer.h>
#endif

#include <array>
#include <memory>
#include <utility>

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

/// What GTK says of a printer that wants somebody. Of the reason there are only these sentences, in the system's
/// language.
PrintStep StepOf(const std::string& printer, const char* message)
{
    static constexpr std::array<std::pair<const char*, PrintStep>, 8> kReasons = {{
        {"Printer “%s” is out of paper.", PrintStep::NoPaper},
        {"The cover is open on printer “%s”.", PrintStep::Open},
        {"The door is open on printer “%s”.", PrintStep::Open},
        {"Printer “%s” has no toner left.", PrintStep::NoToner},
        {"Printer “%s” is out of developer.", PrintStep::NoToner},
        {"Printer “%s” is out of at least one marker supply.", PrintStep::NoToner},
        {"Printer “%s” is currently offline.", PrintStep::Offline},
        {"There is a problem on printer “%s”.", PrintStep::Stopped},
    }};
    const auto said = wxString::FromUTF8(message == nullptr ? "" : message);
    for (const auto& [reason, step] : kReasons) {
        auto sentence = wxString::FromUTF8(Library().translated("gtk30", reason));
        sentence.Replace("%s", wxString::FromUTF8(printer), false);
        if (said.Contains(sentence)) {
            return step;
        }
    }
    return PrintStep::Queued;
}

/// Asks the print server how a printer is: what it says comes with the list of all printers, and only at its end.
class PrinterQuestion final
{
public:
    static void Ask(const std::string& printer, std::function<void(PrintStep)> answer)
    {
        using Tell = int (*)(void*, void*);
        static auto* const enumerate = GtkFunction<void(Tell, void*, void (*)(void*), int)>("gtk_enumerate_printers");
        if (enumerate != nullptr) {
            enumerate(&PrinterQuestion::Found, new PrinterQuestion(printer, std::move(answer)), &PrinterQuestion::Done,
                      0);
        }
    }

private:
    PrinterQuestion(std::string printer, std::function<void(PrintStep)> answer)
        : m_printer(std::move(printer)), m_answer(std::move(answer))
    {
    }

    static int Found(void* printer, void* self)
    {
        static auto* const nameOf = GtkFunction<const char*(void*)>("gtk_printer_get_name");
        auto& question = *static_cast<PrinterQuestion*>(self);
        if (question.m_found == nullptr && nameOf != nullptr && question.m_printer == nameOf(printer)) {
            question.m_found = Library().keep(printer);
        }
        return 0;
    }

    static void Done(void* self)
    {
        static auto* const messageOf = GtkFunction<const char*(void*)>("gtk_printer_get_state_message");
        const std::unique_ptr<PrinterQuestion> question(static_cast<PrinterQuestion*>(self));
        if (question->m_found != nullptr) {
            const auto step =
                messageOf != nullptr ? StepOf(question->m_printer, messageOf(question->m_found)) : PrintStep::Queued;
            Library().release(question->m_found);
            question->m_answer(step);
        }
    }

    std::string m_printer;
    std::function<void(PrintStep)> m_answer;
    void* m_found = nullptr;
};

/// A job on its way: holds the operation until its last step. The system follows the job; whether the printer has paper
/// is to be asked.
class Follower final : public wxTimer
{
public:
    Follower(void* operation, std::string printer, PrintNews news)
        : m_operation(Library().keep(operation)), m_printer(std::move(printer)), m_news(std::move(news)),
          m_handler(Library().connect(operation, "status-changed", &Follower::Changed, this, nullptr, 0))
    {
        constexpr int kEveryMilliseconds = 3000;
        Start(kEveryMilliseconds);
    }

private:
    static void Changed(void* /*operation*/, void* self) { static_cast<Follower*>(self)->Look(); }

    void Look()
    {
        const int status = Library().statusOf(m_operation);
        if (status == kPendingIssue) {
            Say(PrintStep::Stopped);
        } else if (status == kFinished || status == kFinishedAborted) {
            Say(status == kFinished ? PrintStep::Printed : PrintStep::GivenUp);
            Library().disconnect(m_operation, m_handler);
            Library().release(m_operation);
            delete this;
        }
    }

    void Notify() override
    {
        PrinterQuestion::Ask(m_printer, [this, here = std::weak_ptr(m_here)](PrintStep step) {
            if (!here.expired()) {
                Say(step);
            }
        });
    }

    void Say(PrintStep step)
    {
        if (step != std::exchange(m_said, step)) {
            m_news(step);
        }
    }

    void* m_operation;
    std::string m_printer;
    PrintNews m_news;
    unsigned long m_handler;
    PrintStep m_said = PrintStep::Queued;
    std::shared_ptr<bool> m_here = std::make_shared<bool>(); ///< gone with the job: printers answer too late
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
    new Follower(m_operation, printer, std::move(news)); // until the job's last step
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
