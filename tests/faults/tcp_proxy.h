// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace bayline::faults {

/// What a line does to the bytes that pass over it. "Up" is from the client to the server. All of it may be combined;
/// the default is a good line.
struct LineWeather
{
    std::chrono::milliseconds delay{0};  ///< before each piece is passed on
    std::chrono::milliseconds jitter{0}; ///< up to this much more, by the seed
    std::size_t slice = 0;               ///< bytes per write; 0: as they came
    std::chrono::milliseconds sliceGap{0};
    std::optional<std::size_t> cutUpAfter; ///< bytes of a connection from now on, then it is reset or closed
    std::optional<std::size_t> cutDownAfter;
    bool cutOnce = false;  ///< the first cut is the only one: whoever connects again finds a whole line
    bool dropUp = false;   ///< the client's packets vanish, as in a cable that was pulled; nobody is told
    bool dropDown = false; ///< nothing comes back until the weather changes
    bool refuse = false;   ///< new connections are closed at once

    /// A connection that is there and carries nothing.
    [[nodiscard]] static LineWeather Hole()
    {
        LineWeather hole;
        hole.dropUp = true;
        hole.dropDown = true;
        return hole;
    }
};

/// Forwards connections from a port of this computer to a server and spoils them on demand. Runs on a thread of its
/// own; every method may be called from any thread.
class TcpProxy
{
public:
    struct Target
    {
        unsigned short port = 0; ///< of this computer, or
        std::string socketPath;  ///< a Unix socket
    };

    TcpProxy(Target target, std::uint64_t seed);
    /// Cuts what is open.
    ~TcpProxy();
    TcpProxy(const TcpProxy&) = delete;
    TcpProxy& operator=(const TcpProxy&) = delete;

    [[nodiscard]] unsigned short Port() const;
    /// Whether what is sent into a hole stays unacknowledged, as with a pulled cable; some kernels do that for root
    /// alone. Otherwise it is taken and kept back.
    [[nodiscard]] bool DropsPackets() const;
    /// For open and for new connections, from the moment it returns.
    void Set(const LineWeather& weather);
    void Calm() { Set({}); }
    /// Resets every open connection.
    void CutAll();

    struct Passed
    {
        std::size_t up = 0;
        std::size_t down = 0;
        int cuts = 0;
    };
    /// Since the weather was last set.
    [[nodiscard]] Passed Counts() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace bayline::faults
