using Pando.Model.Domains;
using Pando.Model.Ports;

namespace Pando.Host.Confinement;

/// <summary>The paths that every QEMU opens by itself, and how those that its arguments name become paths that can be granted.</summary>
internal static class QemuPaths
{
    private const GuestPathAccess Read = GuestPathAccess.Read;
    private const GuestPathAccess Run = GuestPathAccess.Read | GuestPathAccess.Execute;
    private const GuestPathAccess Change = GuestPathAccess.Read | GuestPathAccess.Write;
    private const GuestPathAccess Own = Change | GuestPathAccess.Make;

    private static readonly GuestPath[] Always =
    [
        // Programs, libraries and firmware.
        .. Of(Run, "/bin", "/lib", "/lib32", "/lib64", "/libx32", "/sbin", "/usr"),
        // What the C library, TLS and the network protocols of disks read.
        .. Of(
            Read, "/etc/alternatives", "/etc/ca-certificates", "/etc/ceph", "/etc/crypto-policies", "/etc/gai.conf", "/etc/gnutls", "/etc/group",
            "/etc/host.conf", "/etc/hosts", "/etc/iscsi", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/localtime",
            "/etc/machine-id", "/etc/nsswitch.conf", "/etc/passwd", "/etc/pki", "/etc/protocols", "/etc/qemu", "/etc/resolv.conf", "/etc/sasl2",
            "/etc/services", "/etc/ssl", "/run/systemd/resolve", "/var/lib/ca-certificates"),
        .. Of(Read, "/proc", "/sys"),
        // Devices: who may really open one is a matter of its owner and mode. VFIO and USB are plugged in while a guest runs.
        .. Of(
            Change, "/dev/full", "/dev/kvm", "/dev/null", "/dev/ptmx", "/dev/pts", "/dev/random", "/dev/urandom", "/dev/vfio", "/dev/vhost-net",
            "/dev/vhost-vsock", "/dev/zero", "/dev/bus/usb", "/dev/userfaultfd"),
    ];

    /// <summary>All that a machine's QEMU is granted.</summary>
    public static IReadOnlyList<GuestPath> Of(ConfinementOrder order, string program, IReadOnlyList<GuestPath> opens) =>
        [
            .. Always, new GuestPath(order.OwnDirectory, Own), new GuestPath(program, Run),
            // What is shown in it while the machine runs. Only its owner can make anything in it, and QEMU is not its owner.
            .. order.PluggedDirectory is { } plugged ? [new GuestPath(plugged, Own)] : Array.Empty<GuestPath>(),
            .. opens.Select(Grantable),
        ];

    /// <summary>Whether every QEMU may open it, or something above it.</summary>
    public static bool IsGrantedToAll(string path) =>
        Always.Any(granted => path == granted.Path || path.StartsWith(granted.Path + "/", StringComparison.Ordinal));

    /// <summary>
    /// What setpriv(1) needs to set a label behind the enclosure, before QEMU runs: it looks for the module's file system, and writes to
    /// /proc/self/attr/exec. QEMU itself can write to nothing in /proc that is not its own.
    /// </summary>
    public static IEnumerable<GuestPath> ForLabels(GuestConfinement confinement) => (confinement.SelinuxContext, confinement.AppArmorProfile) switch
    {
        (null, null) => [],
        (null, _) => [new GuestPath("/proc", Change), new GuestPath("/sys/kernel/security", Read)],
        _ => [new GuestPath("/proc", Change), new GuestPath("/sys/fs/selinux", Change)],
    };

    private static IEnumerable<GuestPath> Of(GuestPathAccess access, params IEnumerable<string> paths) => paths.Select(path => new GuestPath(path, access));

    /// <summary>
    /// A file that is not there yet is made by QEMU, in its directory; a directory is one to work in; and of a path with a link
    /// in it, both names are granted by whoever applies it.
    /// </summary>
    private static GuestPath Grantable(GuestPath path)
    {
        bool writes = path.Access.HasFlag(GuestPathAccess.Write);
        if (Directory.Exists(path.Path))
        {
            return path with { Access = writes ? path.Access | GuestPathAccess.Make : path.Access };
        }

        return !writes || Path.Exists(path.Path) || Path.GetDirectoryName(path.Path) is not { Length: > 1 } directory
            ? path
            : new GuestPath(directory, path.Access | GuestPathAccess.Make);
    }
}
