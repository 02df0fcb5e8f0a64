using Pando.Linux.Spawn;

namespace Pando.Domains.SideProcesses;

/// <summary>One process that is to run beside QEMU.</summary>
internal sealed record SideProcessOrder
{
    /// <summary>The number under which a program finds its listening socket, where it gets one.</summary>
    public const int ListenerNumber = 3;

    /// <summary>The alias of the device it serves.</summary>
    public required string Name { get; init; }

    /// <summary>The program, by its absolute path.</summary>
    public required string Program { get; init; }

    /// <summary>Its arguments.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Where it listens, in the machine's run directory; of no meaning where it <see cref="IsConnected"/>.</summary>
    public string SocketPath { get; init; } = "";

    /// <summary>Whether the program makes that socket by itself; otherwise it inherits it, listening, as <see cref="ListenerNumber"/>.</summary>
    public bool MakesSocket { get; init; }

    /// <summary>Whether it finds that listening socket as one that systemd hands over (sd_listen_fds(3)).</summary>
    public bool SocketActivated { get; init; }

    /// <summary>Whether it inherits its end of a connection to QEMU as <see cref="ListenerNumber"/>, and no socket has a name.</summary>
    public bool IsConnected { get; init; }

    /// <summary>A file in QEMU's own directory that it writes its number into when it is ready; null where a connection shows that.</summary>
    public string? ReadyPath { get; init; }

    /// <summary>Whether QEMU connects to it by that path, instead of getting a connection.</summary>
    public bool ReachedByPath { get; init; }

    /// <summary>What else it inherits, from 4 upwards. Closed once it runs.</summary>
    public IReadOnlyList<InheritedDescriptor> Descriptors { get; init; } = [];

    /// <summary>The unprivileged user it runs as; null only where it cannot do its work as one.</summary>
    public RunAs? RunAs { get; init; }

    /// <summary>Its resource limits; null leaves the usual ones.</summary>
    public IReadOnlyDictionary<ResourceLimit, ulong>? Limits { get; init; }
}
