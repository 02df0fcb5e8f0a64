using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
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
            var images = DiskImages.Of(disk);
            var own = images[0];
            return await NamedAsync(
                own.Path, () => services.Disks.OpenAsync(own.Path, own.Format, own.ReadOnly, [.. images.Select(static image => image.Encrypted)], cancellationToken));
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

    /// <summary>Memory with a secret each: what stands in the definition, and what it refers to.</summary>
    public Dictionary<string, SafeHandle> Secrets()
    {
        var opened = new Dictionary<string, SafeHandle>(StringComparer.Ordinal);
        try
        {
            foreach (var (key, secret) in InlineSecrets.Of(machine))
            {
                opened[key] = Sealed(Encoding.UTF8.GetBytes(secret.Reveal()));
            }
            foreach (var (reference, use) in ReferredSecrets.Of(machine))
            {
                opened[reference.ToString()] = Sealed(services.Secrets.ValueOf(reference, use));
            }
            return opened;
        }
        catch
        {
            foreach (var memory in opened.Values)
            {
                memory.Dispose();
            }
            throw;
        }
    }

    private static SafeHandle Sealed(byte[] secret)
    {
        try
        {
            return SealedMemory.Create("secret", secret);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

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
