using Microsoft.Extensions.Logging;
using Pando.Model;

namespace Pando.Daemon.Settings;

/// <summary>Everything that can be set, with its default. What each means stands in <see cref="SettingCatalog"/> and in pandod(8).</summary>
public sealed record DaemonSettings
{
    /// <summary>Where this instance keeps its things.</summary>
    public InstancePaths Paths { get; init; } = InstancePaths.System;

    /// <summary>The REST socket; null: <see cref="InstancePaths.RestSocket"/>.</summary>
    public string? ListenSocket { get; init; }

    /// <summary>The group that may use the socket; null: <c>pando</c> where there is one and the daemon is root.</summary>
    public string? ListenGroup { get; init; }

    /// <summary>Connections at one time.</summary>
    public int ListenConnections { get; init; } = 4096;

    /// <summary>Event streams and consoles at one time.</summary>
    public int ListenStreams { get; init; } = 1024;

    /// <summary>Whether libvirt's clients are served.</summary>
    public bool LibvirtEnabled { get; init; } = true;

    /// <summary>Where the sockets of libvirt's clients are; null: <c>libvirt</c> in the run directory.</summary>
    public string? LibvirtDirectory { get; init; }

    /// <summary>Clients of libvirt's at one time.</summary>
    public int LibvirtConnections { get; init; } = 4096;

    /// <summary>The QEMU program, where a definition names none.</summary>
    public string QemuBinary { get; init; } = "/usr/bin/qemu-system-x86_64";

    /// <summary>The user QEMU runs as; null: <c>pando-qemu</c> where the daemon is root, else the daemon's own.</summary>
    public string? QemuUser { get; init; }

    /// <summary>From the start of a QEMU process to its answer.</summary>
    public TimeSpan QemuStartLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>One command to QEMU.</summary>
    public TimeSpan QemuCommandLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From SIGTERM to SIGKILL.</summary>
    public TimeSpan QemuTermLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From SIGKILL until giving up.</summary>
    public TimeSpan QemuKillLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a running QEMU is asked whether it is there.</summary>
    public TimeSpan QemuHeartbeat { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long it may take to answer that.</summary>
    public TimeSpan QemuHeartbeatLimit { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Whether each machine has a control group.</summary>
    public bool ConfineControlGroups { get; init; } = true;

    /// <summary>Whether SELinux labels machines, where it is on.</summary>
    public bool ConfineSelinux { get; init; } = true;

    /// <summary>Whether each machine has an AppArmor profile, where AppArmor is on.</summary>
    public bool ConfineAppArmor { get; init; } = true;

    /// <summary>Whether Landlock holds QEMU to what it needs, where the kernel has it.</summary>
    public bool ConfineLandlock { get; init; } = true;

    /// <summary>Whether QEMU sees only what it needs of the host's files.</summary>
    public bool ConfineMounts { get; init; } = true;

    /// <summary>Whether there is nobody but QEMU's own user in its user namespace.</summary>
    public bool ConfineUsers { get; init; } = true;

    /// <summary>How much time of processors trying out KVM may take.</summary>
    public TimeSpan KvmProbeLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a call into a file system may take before it counts as not answering.</summary>
    public TimeSpan StorageLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Where the database of the host's Open vSwitch listens.</summary>
    public string SwitchSocket { get; init; } = "/run/openvswitch/db.sock";

    /// <summary>The largest image that is imported.</summary>
    public long StorageImportBytes { get; init; } = 2L << 40;

    /// <summary>Whether machines that are to start with the host do.</summary>
    public bool Autostart { get; init; } = true;

    /// <summary>How long something stays in the trash; null: until it is emptied.</summary>
    public TimeSpan? TrashRetention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The least that is logged.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>How a line of the log looks.</summary>
    public LogFormat LogFormat { get; init; } = LogFormat.Text;

    /// <summary>Whether the log is also kept in a file of the log directory.</summary>
    public bool LogFile { get; init; } = true;

    /// <summary>How large that file grows before it is put aside.</summary>
    public long LogFileBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>How many that were put aside are kept.</summary>
    public int LogFileKeep { get; init; } = 5;

    /// <summary>How long the end may take.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(20);
}

/// <summary>How a line of the log looks.</summary>
public enum LogFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>One JSON object a line.</summary>
    Json,
}
