using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Pando.Domains.Guests;
using Pando.Linux;
using Pando.Linux.Files;
using Pando.Linux.Sockets;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Qemu.Arguments;

namespace Pando.Domains.Starting;

/// <summary>Opens what a machine's disks stand on, whatever kind of source they have.</summary>
internal sealed class DiskOpening(DomainServices services, DomainDefinition machine)
{
    /// <summary>The images of a disk; null where none of them is a file of the host.</summary>
    public async ValueTask<OpenedDisk?> OpenAsync(DiskDevice disk, CancellationToken cancellationToken)
    {
        if (DiskImages.IsWhole(disk))
        {
            var image = DiskImages.Of(disk)[0];
            return await NamedAsync(image.Path, () => services.Disks.OpenAsync(image.Path, image.Format, image.ReadOnly, cancellationToken));
        }
        var chain = new List<OpenedImage>();
        try
        {
            foreach (var image in DiskImages.Of(disk))
            {
                chain.Add(await NamedAsync(image.Path, () => services.Disks.OpenFileAsync(image.Path, image.ReadOnly, cancellationToken)) with { Format = image.Format });
            }
            return chain.Count == 0 ? null : new OpenedDisk(chain);
        }
        catch
        {
            chain.ForEach(static image => image.Dispose());
            throw;
        }
    }

    /// <summary>The directory of a disk that is one.</summary>
    public ValueTask<SafeHandle> OpenDirectoryAsync(string path, CancellationToken cancellationToken) =>
        NamedAsync(path, () => services.Disks.OpenDirectoryAsync(path, cancellationToken));

    /// <summary>The connection to a server that has a disk's content or shares a directory.</summary>
    public async ValueTask<Socket> ConnectAsync(string path, string device, CancellationToken cancellationToken)
    {
        try
        {
            return await UnixConnect.ConnectAsync(path, services.Qemu.CommandLimit, cancellationToken);
        }
        catch (Exception e) when (e is SyscallException or TimeoutException)
        {
            throw new PeerException(
                ErrorCodes.Domain.SideProcessSilent, null, e,
                ("name", machine.Name), ("process", path), ("device", device), ("waited", Waited.Seconds(services.Qemu.CommandLimit)));
        }
    }

    /// <summary>Memory with the secrets that stand in the definition.</summary>
    public Dictionary<string, SafeHandle> Secrets() =>
        InlineSecrets.Of(machine).ToDictionary(secret => secret.Key, secret => (SafeHandle)SealedMemory.Create("secret", Encoding.UTF8.GetBytes(secret.Value.Reveal())), StringComparer.Ordinal);

    private async ValueTask<T> NamedAsync<T>(string path, Func<ValueTask<T>> open)
    {
        try
        {
            return await open();
        }
        catch (PandoException e) when (e is not PeerException)
        {
            throw UnavailableFile.Of(e, machine.Name, path);
        }
    }
}
