using Microsoft.Extensions.Logging;
using Pando.Domains.SideProcesses;
using Pando.Linux.Spawn;
using Pando.Model;
using Pando.Model.Ports;
using Pando.Qemu.Capabilities;
using Pando.Qemu.Firmware;

namespace Pando.Domains;

/// <summary>What the machines of a host stand on. Put together once, by the daemon.</summary>
public sealed record DomainServices
{
    /// <summary>Where this instance keeps its things.</summary>
    public required InstancePaths Paths { get; init; }

    /// <summary>Definitions, their versions, the trash.</summary>
    public required IDefinitionHistory History { get; init; }

    /// <summary>Durable jobs.</summary>
    public required IJobs Jobs { get; init; }

    /// <summary>Where events go.</summary>
    public required IEvents Events { get; init; }

    /// <summary>The host's memory, processors and accelerator.</summary>
    public required IHostFacts Host { get; init; }

    /// <summary>Opens disks for guests.</summary>
    public required IGuestDisks Disks { get; init; }

    /// <summary>Opens the other files and devices that guests are given.</summary>
    public required IGuestFiles Files { get; init; }

    /// <summary>The values of the host's secrets.</summary>
    public required ISecretValues Secrets { get; init; }

    /// <summary>Makes the host's ends of interfaces.</summary>
    public required INetworkAttachments Networks { get; init; }

    /// <summary>Takes the host's devices for machines.</summary>
    public required IHostDevices HostDevices { get; init; }

    /// <summary>Confines the processes of machines.</summary>
    public required IGuestConfinement Confinement { get; init; }

    /// <summary>Holds machines to their share of the host's processors, memory and disks.</summary>
    public required IGuestResources Resources { get; init; }

    /// <summary>Makes and removes volumes.</summary>
    public required IVolumes Volumes { get; init; }

    /// <summary>Finds what installers are booted from.</summary>
    public required IInstallers Installers { get; init; }

    /// <summary>The operating systems that are known.</summary>
    public required IOperatingSystems OperatingSystems { get; init; }

    /// <summary>What the installed QEMU can do.</summary>
    public required QemuCapabilityCache Capabilities { get; init; }

    /// <summary>The firmware this host has.</summary>
    public required FirmwareCatalog Firmware { get; init; }

    /// <summary>How QEMU is run.</summary>
    public required QemuSettings Qemu { get; init; }

    /// <summary>The kinds of programs that may run beside QEMU.</summary>
    internal Func<DomainServices, IReadOnlyList<ISideProgram>> SidePrograms { get; init; } = SideProcesses.SidePrograms.Of;

    /// <summary>The numbers of runs.</summary>
    internal Guests.RunNumbers Numbers { get; } = new();

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where log messages go.</summary>
    public required ILoggerFactory Loggers { get; init; }
}

/// <summary>How QEMU is run, and how long anything it does may take.</summary>
public sealed record QemuSettings
{
    /// <summary>The program, where a definition names none.</summary>
    public string Binary { get; init; } = "/usr/bin/qemu-system-x86_64";

    /// <summary>Where the host describes its vhost-user programs (QEMU's docs/interop/vhost-user.json).</summary>
    public string VhostUserFolder { get; init; } = "/usr/share/qemu/vhost-user";

    /// <summary>The unprivileged user it runs as; null: as the daemon itself (an ordinary user's instance).</summary>
    public RunAs? RunAs { get; init; }

    /// <summary>From the start of the process to its answer on QMP.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>One QMP command.</summary>
    public TimeSpan CommandLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From SIGTERM to SIGKILL.</summary>
    public TimeSpan TermLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From SIGKILL until giving up: only a process stuck in the kernel lasts longer.</summary>
    public TimeSpan KillLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a guest may take to release a device before the request is told that it has not.</summary>
    public TimeSpan ReleaseLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a running QEMU is asked whether it is there.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long it may take to answer that.</summary>
    public TimeSpan HeartbeatLimit { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How often the figures of each running machine are taken.</summary>
    public TimeSpan StatisticsInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the agents of guests may take.</summary>
    public Agents.GuestAgentSettings Agent { get; init; } = new();
}
