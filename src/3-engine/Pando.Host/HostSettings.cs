using Pando.Linux.Dbus;
using Pando.Model;

namespace Pando.Host;

/// <summary>What this instance is, as far as the host's report needs to know.</summary>
public sealed record HostSettings
{
    /// <summary>Where this instance keeps its things.</summary>
    public required InstancePaths Paths { get; init; }

    /// <summary>The program that tries KVM and prints the JSON of the result; runs in a process of its own.</summary>
    public required string ProbeProgram { get; init; }

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<string> ProbeArguments { get; init; } = [];

    /// <summary>How much time of processors it may take, and twelve times as much by the clock: milliseconds, but on an emulated host a process alone takes seconds.</summary>
    public TimeSpan ProbeLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The QEMU that runs machines.</summary>
    public string QemuBinary { get; init; } = "/usr/bin/qemu-system-x86_64";

    /// <summary>The user that QEMU runs as; null: as this process itself.</summary>
    public string? QemuUser { get; init; }

    /// <summary>Where the system's message bus listens.</summary>
    public string BusSocket { get; init; } = SystemBus.Socket;

    /// <summary>Where /proc, /sys, /dev and the rest are found: tests point it at a made-up tree.</summary>
    public string Root { get; init; } = "/";
}
