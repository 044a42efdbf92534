// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/time.h"

#include <boost/json/object.hpp>

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

namespace bayline::desktop {

/// What somebody typed and has not saved.
struct Draft
{
    boost::json::object content;
    core::Instant at{}; ///< when it was kept last
};

/// Keeps what is typed in files of this PC, one a person and form, so that it survives the end of the program, of the
/// PC and of the database. Readable by the user of this PC alone; forgotten after two weeks. What is kept is on the
/// disk within a second. Any thread; the files are written by a thread of its own.
class DraftStore final
{
public:
    /// Drafts older than two weeks are removed. A folder that cannot be written to keeps nothing and says nothing: the
    /// form itself still has what was typed.
    explicit DraftStore(std::filesystem::path folder, std::chrono::milliseconds pause = std::chrono::milliseconds(400));
    /// Writes what is still waiting.
    ~DraftStore();
    DraftStore(const DraftStore&) = delete;
    DraftStore& operator=(const DraftStore&) = delete;

    /// Next to the settings file: "drafts".
    [[nodiscard]] static std::filesystem::path FolderBeside(const std::filesystem::path& settingsFile);

    /// `form` names the form: "check-in", "work_order/<id>/complaint".
    void Keep(core::StaffId person, const std::string& form, boost::json::object content);
    void Discard(core::StaffId person, const std::string& form);
    /// What was kept for this person and form, also by a program before this one.
    [[nodiscard]] std::optional<Draft> Find(core::StaffId person, const std::string& form) const;
    /// Returns when everything kept so far is on the disk.
    void Flush();

private:
    [[nodiscard]] std::filesystem::path FileOf(core::StaffId person, const std::string& form) const;
    void Note(std::filesystem::path file, std::optional<std::string> bytes);
    void Loop(const std::stop_token& stop);
    void ForgetOld() const;

    std::filesystem::path m_folder;
    std::chrono::milliseconds m_pause;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::map<std::filesystem::path, std::optional<std::string>> m_waiting; ///< guarded; nothing: to be removed
    /// Guarded; taken from m_waiting and not on the disk yet.
    std::optional<std::pair<std::filesystem::path, std::optional<std::string>>> m_writing;
    std::jthread m_thread; ///< last
};

} // namespace bayline::desktop
