using System.Text.Json.Serialization;

namespace Pando.Qmp;

/// <summary>Whether the machine runs, and why not.</summary>
public sealed record QueryStatus() : QmpVerb<StatusInfo>("query-status");

/// <summary>The answer to <see cref="QueryStatus"/>.</summary>
/// <param name="Running">True when the virtual CPUs run.</param>
/// <param name="Status">The state in detail.</param>
public sealed record StatusInfo(bool Running, RunState Status);

/// <summary>QEMU's RunState.</summary>
[JsonConverter(typeof(TolerantEnumConverter<RunState>))]
public enum RunState
{
    /// <summary>One this version of Pando does not know.</summary>
    Unknown,

    /// <summary>Stopped by a debugger.</summary>
    Debug,

    /// <summary>Waits for an incoming migration.</summary>
    Inmigrate,

    /// <summary>QEMU or KVM failed; the machine cannot go on.</summary>
    InternalError,

    /// <summary>A disk request failed and its policy is to stop.</summary>
    IoError,

    /// <summary>Stopped by command.</summary>
    Paused,

    /// <summary>Migrated away.</summary>
    Postmigrate,

    /// <summary>Started with -S and not yet continued.</summary>
    Prelaunch,

    /// <summary>The last phase of an outgoing migration.</summary>
    FinishMigrate,

    /// <summary>Loads an internal snapshot.</summary>
    RestoreVm,

    /// <summary>Runs.</summary>
    Running,

    /// <summary>Saves an internal snapshot.</summary>
    SaveVm,

    /// <summary>The guest has shut down and QEMU was told to stay.</summary>
    Shutdown,

    /// <summary>Asleep (ACPI S3).</summary>
    Suspended,

    /// <summary>Stopped by its watchdog.</summary>
    Watchdog,

    /// <summary>Stopped because the guest's kernel crashed.</summary>
    GuestPanicked,

    /// <summary>Part of a COLO pair.</summary>
    Colo,
}

/// <summary>The machine's UUID.</summary>
public sealed record QueryUuid() : QmpVerb<UuidInfo>("query-uuid");

/// <summary>The answer to <see cref="QueryUuid"/>.</summary>
/// <param name="Uuid">All zeros when none was given.</param>
public sealed record UuidInfo([property: JsonPropertyName("UUID")] Guid Uuid);

/// <summary>The machine's name.</summary>
public sealed record QueryName() : QmpVerb<NameInfo>("query-name");

/// <summary>The answer to <see cref="QueryName"/>.</summary>
/// <param name="Name">Null when none was given.</param>
public sealed record NameInfo(string? Name = null);

/// <summary>QEMU's release.</summary>
public sealed record QueryVersion() : QmpVerb<VersionInfo>("query-version");

/// <summary>The answer to <see cref="QueryVersion"/>.</summary>
/// <param name="Qemu">The release.</param>
/// <param name="Package">The distribution's own version text.</param>
public sealed record VersionInfo(VersionTriple Qemu, string Package);

/// <summary>A release in three numbers.</summary>
/// <param name="Major">First.</param>
/// <param name="Minor">Second.</param>
/// <param name="Micro">Third.</param>
public sealed record VersionTriple(int Major, int Minor, int Micro);

/// <summary>Whether KVM is in this QEMU and whether this machine uses it.</summary>
public sealed record QueryKvm() : QmpVerb<KvmInfo>("query-kvm");

/// <summary>The answer to <see cref="QueryKvm"/>.</summary>
/// <param name="Enabled">The machine uses KVM.</param>
/// <param name="Present">QEMU was built with KVM.</param>
public sealed record KvmInfo(bool Enabled, bool Present);
