using System.Collections.Concurrent;
using System.Text.Json;
using Pando.Linux.Spawn;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Qemu.Capabilities;

/// <summary>
/// Capabilities by the identity of the program: asked once, kept in memory and in a file. Any number of callers
/// at once cost one question.
/// </summary>
/// <param name="probe">Who asks.</param>
/// <param name="directory">Where the files are; made when it is missing. Everything in it may be deleted at any time.</param>
public sealed class QemuCapabilityCache(QemuProbe probe, string directory)
{
    private readonly ConcurrentDictionary<(QemuBinaryIdentity, Accelerator), Lazy<Task<QemuCapabilities>>> _known = new();

    /// <summary>What the program at that path can do.</summary>
    /// <param name="path">The QEMU program.</param>
    /// <param name="accelerator">Under which accelerator.</param>
    /// <param name="cancellationToken">Ends the wait of this caller, not the question.</param>
    /// <exception cref="CallerException"><c>qemu.not-found</c>, <c>qemu.too-old</c>.</exception>
    /// <exception cref="PeerException"><c>qemu.probe-failed</c>, <c>qemu.probe-silent</c>.</exception>
    public async Task<QemuCapabilities> GetAsync(string path, Accelerator accelerator, CancellationToken cancellationToken = default)
    {
        (QemuBinaryIdentity, Accelerator) key = (QemuBinaryIdentity.Of(path), accelerator);
        Lazy<Task<QemuCapabilities>> learning = _known.GetOrAdd(
            key, static (key, cache) => new Lazy<Task<QemuCapabilities>>(() => cache.LearnAsync(key.Item1, key.Item2)), this);
        try
        {
            QemuCapabilities capabilities = await learning.Value.WaitAsync(cancellationToken);
            QemuVersionFloor.Check(capabilities);
            return capabilities;
        }
        catch when (learning.Value.IsFaulted || learning.Value.IsCanceled)
        {
            // A failure is not kept: the next caller asks anew.
            _known.TryRemove(new KeyValuePair<(QemuBinaryIdentity, Accelerator), Lazy<Task<QemuCapabilities>>>(key, learning));
            throw;
        }
    }

    private async Task<QemuCapabilities> LearnAsync(QemuBinaryIdentity binary, Accelerator accelerator)
    {
        Directory.CreateDirectory(directory);
        string name = $"{Path.GetFileName(binary.Path)}-{accelerator.ToString().ToLowerInvariant()}.json";
        string file = Path.Combine(directory, name);
        // What KVM can give changes with the kernel, its modules and the microcode: it is asked again after each boot.
        string? bootId = accelerator == Accelerator.Kvm ? ProcessIdentity.CurrentBootId : null;
        if (await TryReadAsync(file) is { Format: StoredCapabilities.CurrentFormat } stored
            && string.Equals(stored.BootId, bootId, StringComparison.Ordinal)
            && stored.Capabilities.Binary == binary)
        {
            return stored.Capabilities;
        }

        QemuCapabilities capabilities = await probe.AskAsync(binary, accelerator);
        await WriteAsync(file, new StoredCapabilities(StoredCapabilities.CurrentFormat, bootId, capabilities));
        return capabilities;
    }

    private static async Task<StoredCapabilities?> TryReadAsync(string file)
    {
        try
        {
            await using FileStream stream = File.OpenRead(file);
            return await JsonSerializer.DeserializeAsync(stream, CapabilitiesJson.Default.StoredCapabilities);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // Missing, torn or of another version: it is only a cache.
            return null;
        }
    }

    private static async Task WriteAsync(string file, StoredCapabilities stored)
    {
        string passing = $"{file}.{Guid.NewGuid():N}";
        try
        {
            await File.WriteAllBytesAsync(passing, JsonSerializer.SerializeToUtf8Bytes(stored, CapabilitiesJson.Default.StoredCapabilities));
            File.Move(passing, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A cache that cannot be written costs time at the next start and nothing else.
            File.Delete(passing);
        }
    }
}
