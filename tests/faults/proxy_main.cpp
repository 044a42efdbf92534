// SPDX-License-Identifier: GPL-3.0-or-later
// bayline-fault-proxy: a bad line between two programs, by hand. Reads orders from its input, one a line:
//   calm | hole | up-lost | down-lost | slow MS JITTER | slices BYTES GAP_MS | cut-up BYTES | cut-down BYTES | cut-all
#include "tests/faults/tcp_proxy.h"

#include <iostream>
#include <sstream>

namespace {

using namespace bayline::faults;

/// False for an order it does not know.
bool Obey(TcpProxy& proxy, const std::string& line)
{
    std::istringstream words(line);
    std::string order;
    std::size_t first = 0;
    std::size_t second = 0;
    words >> order >> first >> second;
    LineWeather weather;
    if (order == "hole") {
        weather = LineWeather::Hole();
    } else if (order == "up-lost") {
        weather.dropUp = true;
    } else if (order == "down-lost") {
        weather.dropDown = true;
    } else if (order == "slow") {
        weather.delay = std::chrono::milliseconds(first);
        weather.jitter = std::chrono::milliseconds(second);
    } else if (order == "slices") {
        weather.slice = first;
        weather.sliceGap = std::chrono::milliseconds(second);
    } else if (order == "cut-up") {
        weather.cutUpAfter = first;
    } else if (order == "cut-down") {
        weather.cutDownAfter = first;
    } else if (order == "cut-all") {
        proxy.CutAll();
        return true;
    } else if (order != "calm") {
        return false;
    }
    proxy.Set(weather);
    return true;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2 || argc > 3) {
        std::cerr << "usage: bayline-fault-proxy PORT|SOCKET [SEED]\n";
        return 2;
    }
    const std::string target = argv[1];
    const bool isSocket = target.starts_with('/');
    TcpProxy proxy({.port = isSocket ? static_cast<unsigned short>(0) : static_cast<unsigned short>(std::stoi(target)),
                    .socketPath = isSocket ? target : std::string()},
                   argc > 2 ? std::stoull(argv[2]) : 1);
    std::cout << "listening on 127.0.0.1:" << proxy.Port() << std::endl;
    for (std::string line; std::getline(std::cin, line);) {
        if (!Obey(proxy, line)) {
            std::cerr << "bayline-fault-proxy: there is no such order: " << line << '\n';
        }
    }
    return 0;
}
