namespace Pando.Daemon.Settings;

/// <summary>Every setting there is, in the order in which help and manual show them.</summary>
internal static class SettingCatalog
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        new("listen", "socket", "PATH", "RUN/pando.sock", (s, v) => s with { ListenSocket = SettingValues.Path(v) }),
        new("listen", "group", "NAME", "pando", (s, v) => s with { ListenGroup = SettingValues.Word(v) }),
        new("listen", "connections", "N", "4096", (s, v) => s with { ListenConnections = SettingValues.Count(v, 1, 65_536) }),
        new("listen", "streams", "N", "1024", (s, v) => s with { ListenStreams = SettingValues.Count(v, 1, 65_536) }),

        new("libvirt", "enabled", "yes|no", "yes", (s, v) => s with { LibvirtEnabled = SettingValues.YesNo(v) }),
        new("libvirt", "directory", "PATH", "RUN/libvirt", (s, v) => s with { LibvirtDirectory = SettingValues.Path(v) }),
        new("libvirt", "connections", "N", "4096", (s, v) => s with { LibvirtConnections = SettingValues.Count(v, 1, 65_536) }),

        new("qemu", "binary", "PATH", "/usr/bin/qemu-system-x86_64", (s, v) => s with { QemuBinary = SettingValues.Path(v) }),
        new("qemu", "user", "NAME", "pando-qemu", (s, v) => s with { QemuUser = SettingValues.Word(v) }),
        new("qemu", "start-limit", "TIME", "30s", (s, v) => s with { QemuStartLimit = SettingValues.Time(v) }),
        new("qemu", "command-limit", "TIME", "10s", (s, v) => s with { QemuCommandLimit = SettingValues.Time(v) }),
        new("qemu", "term-limit", "TIME", "5s", (s, v) => s with { QemuTermLimit = SettingValues.Time(v) }),
        new("qemu", "kill-limit", "TIME", "10s", (s, v) => s with { QemuKillLimit = SettingValues.Time(v) }),
        new("qemu", "heartbeat", "TIME", "5s", (s, v) => s with { QemuHeartbeat = SettingValues.Time(v) }),
        new("qemu", "heartbeat-limit", "TIME", "3s", (s, v) => s with { QemuHeartbeatLimit = SettingValues.Time(v) }),

        new("confinement", "control-groups", "yes|no", "yes", (s, v) => s with { ConfineControlGroups = SettingValues.YesNo(v) }),
        new("confinement", "selinux", "yes|no", "yes", (s, v) => s with { ConfineSelinux = SettingValues.YesNo(v) }),
        new("confinement", "apparmor", "yes|no", "yes", (s, v) => s with { ConfineAppArmor = SettingValues.YesNo(v) }),
        new("confinement", "landlock", "yes|no", "yes", (s, v) => s with { ConfineLandlock = SettingValues.YesNo(v) }),
        new("confinement", "mounts", "yes|no", "yes", (s, v) => s with { ConfineMounts = SettingValues.YesNo(v) }),
        new("confinement", "users", "yes|no", "yes", (s, v) => s with { ConfineUsers = SettingValues.YesNo(v) }),

        new("kvm", "probe-limit", "TIME", "10s", (s, v) => s with { KvmProbeLimit = SettingValues.Time(v) }),

        new("storage", "answer-limit", "TIME", "10s", (s, v) => s with { StorageLimit = SettingValues.Time(v) }),
        new("storage", "import-limit", "SIZE", "2T", (s, v) => s with { StorageImportBytes = SettingValues.Size(v, 1024 * 1024) }),

        new("ovs", "socket", "PATH", "/run/openvswitch/db.sock", (s, v) => s with { SwitchSocket = SettingValues.Path(v) }),

        new("machines", "autostart", "yes|no", "yes", (s, v) => s with { Autostart = SettingValues.YesNo(v) }),

        new("trash", "retention", "TIME|never", "30d", (s, v) => s with { TrashRetention = SettingValues.TimeOrNever(v) }),

        new("log", "level", "LEVEL", "info", (s, v) => s with { LogLevel = SettingValues.Level(v) }),
        new("log", "format", "FORMAT", "text", (s, v) => s with { LogFormat = SettingValues.Format(v) }),
        new("log", "file", "yes|no", "yes", (s, v) => s with { LogFile = SettingValues.YesNo(v) }),
        new("log", "file-size", "SIZE", "10M", (s, v) => s with { LogFileBytes = SettingValues.Size(v, 64 * 1024) }),
        new("log", "file-keep", "N", "5", (s, v) => s with { LogFileKeep = SettingValues.Count(v, 0, 1000) }),

        new("stop", "limit", "TIME", "20s", (s, v) => s with { StopLimit = SettingValues.Time(v) }),
    ];

    /// <summary>The setting of a section and key, or null.</summary>
    public static Setting? Find(string section, string key) =>
        All.FirstOrDefault(setting => setting.Section == section && setting.Key == key);

    /// <summary>The setting of a flag (<c>--listen-socket</c>), or null.</summary>
    public static Setting? FindFlag(string flag) => All.FirstOrDefault(setting => setting.Flag == flag);
}
