// SPDX-License-Identifier: GPL-3.0-or-later
// bayline-photo and bayline-photo-jpeg: read one picture from their input, write two clean JPEGs to their output.
// Started by photo/client.
#include "photo/convert.h"
#include "photo/limits.h"
#include "photo/sandbox.h"

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <malloc.h>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

bool ReadAll(std::vector<std::uint8_t>& bytes)
{
    constexpr std::size_t kStep = 262'144;
    while (bytes.size() <= bayline::photo::kMaxFileBytes) {
        const std::size_t had = bytes.size();
        bytes.resize(had + kStep);
        const ssize_t got = read(STDIN_FILENO, bytes.data() + had, kStep);
        bytes.resize(had + (got > 0 ? static_cast<std::size_t>(got) : 0));
        if (got == 0)
            return true;
        if (got < 0 && errno != EINTR)
            return false;
    }
    return true;
}

bool WriteAll(const std::string& bytes)
{
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t wrote = write(STDOUT_FILENO, bytes.data() + done, bytes.size() - done);
        if (wrote < 0 && errno != EINTR)
            return false;
        done += wrote > 0 ? static_cast<std::size_t>(wrote) : 0;
    }
    return true;
}

bool Answer(const bayline::photo::Converted& result)
{
    if (!result.refusal.empty())
        return WriteAll("refused " + std::string(result.refusal) + "\n");
    return WriteAll("ok " + std::to_string(result.width) + " " + std::to_string(result.height) + " " +
                    std::to_string(result.large.size()) + " " + std::to_string(result.thumb.size()) + "\n") &&
           WriteAll(result.large) && WriteAll(result.thumb);
}

} // namespace

int main(int, char** arguments)
{
    bayline::photo::LimitMemoryAndTime();
    mallopt(M_ARENA_MAX, 1); // two threads need no memory each of their own
    if (!bayline::photo::StartReader(arguments[0]) || !bayline::photo::ShutTheDoors())
        return EXIT_FAILURE;
    std::vector<std::uint8_t> bytes;
    if (!ReadAll(bytes))
        return EXIT_FAILURE;
    const bool tooBig = bytes.size() > bayline::photo::kMaxFileBytes;
    const bool answered =
        Answer(tooBig ? bayline::photo::Converted{.refusal = "photo.file_too_big"} : bayline::photo::Convert(bytes));
    // The libraries' clean-up at exit would ask for system calls that are no longer allowed.
    _exit(answered ? EXIT_SUCCESS : EXIT_FAILURE);
}
