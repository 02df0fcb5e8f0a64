using Pando.Linux.Files;
using Pando.Linux.Spawn;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Domains.Starting;

/// <summary>
/// The certificates of a host's displays, serial lines and disks elsewhere (<c>tls/vnc</c>, <c>tls/spice</c>, <c>tls/serial</c>,
/// <c>tls/nbd</c> in its configuration), for machines that have such a thing. QEMU reads them by path as its own user: it gets copies in the
/// machine's run directory, which are gone as soon as it answers.
/// </summary>
internal static class GuestCertificates
{
    private static readonly string[] Files = ["ca-cert.pem", "ca-crl.pem", "server-cert.pem", "server-key.pem", "client-cert.pem", "client-key.pem", "dh-params.pem"];

    /// <summary>The directories that QEMU is told of, by what they are for; what this host has no certificates for is missing.</summary>
    public static IReadOnlyDictionary<string, string> Prepare(InstancePaths paths, DomainDefinition definition, string directory, RunAs? user)
    {
        var prepared = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var purpose in Needed(definition.Devices).Distinct(StringComparer.Ordinal))
        {
            var source = Path.Combine(paths.Tls, purpose);
            if (File.Exists(Path.Combine(source, Files[0])))
            {
                prepared[purpose] = Copy(source, CopyPath(directory, purpose), user);
            }
        }
        return prepared;
    }

    /// <summary>Removes the copies: QEMU has read them.</summary>
    public static void Discard(string directory)
    {
        foreach (var purpose in Certificates.All)
        {
            var copy = CopyPath(directory, purpose);
            if (Directory.Exists(copy))
            {
                Directory.Delete(copy, recursive: true);
            }
        }
    }

    private static IEnumerable<string> Needed(DomainDevices devices)
    {
        foreach (var display in devices.Graphics.Items.OfType<ServedGraphics>().Where(display => display.Listens.Items.Any(listen => listen is AddressListen or NetworkListen)))
        {
            yield return display is SpiceGraphics ? Certificates.Spice : Certificates.Vnc;
        }
        if (CharacterEnds.Of(devices).Any(end => end.Backend is TcpBackend { Tls: true } or TcpBackend { Protocol: TcpProtocol.Tls or TcpProtocol.Telnets }))
        {
            yield return Certificates.Characters;
        }
        if (devices.Disks.Items.Any(disk => DiskImages.Sources(disk).Any(source => source is NetworkSource { Protocol: NetworkProtocol.Nbd, Tls: true })))
        {
            yield return Certificates.Nbd;
        }
    }

    private static string CopyPath(string directory, string purpose) => Path.Combine(directory, MakeRunDirectory.OwnOfQemu, $"tls-{purpose}");

    private static string Copy(string source, string target, RunAs? user)
    {
        Directory.CreateDirectory(target, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var name in Files.Where(name => File.Exists(Path.Combine(source, name))))
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead };
            using var file = new FileStream(Path.Combine(target, name), options);
            file.Write(File.ReadAllBytes(Path.Combine(source, name)));
            if (user is not null)
            {
                Folder.ChangeOwner(file.SafeFileHandle, user.Uid, user.Gid, name);
            }
        }
        if (user is not null)
        {
            using var folder = Folder.Open(target);
            Folder.ChangeOwner(folder.Handle, user.Uid, user.Gid, folder.Path);
        }
        return target;
    }
}
