using System.Text.Json;
using System.Text.Json.Serialization;
using Pando.Linux.Files;
using Pando.Linux.Kvm;

namespace Pando.Host.Accelerators;

/// <summary>The verdict of this boot, kept where a reboot clears it. A file that is missing, foreign or broken means: not known.</summary>
internal sealed class VerdictFile(string path)
{
    public async Task<KvmProbeResult?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            StoredVerdict? stored = JsonSerializer.Deserialize(await File.ReadAllTextAsync(path, cancellationToken), VerdictJson.Default.StoredVerdict);
            return stored is { Result: not null } && string.Equals(stored.Key, key, StringComparison.Ordinal)
                ? KvmProbeResult.TryParse(stored.Result)
                : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public async Task WriteAsync(string key, KvmProbeResult result, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            byte[] json = JsonSerializer.SerializeToUtf8Bytes(new StoredVerdict(key, result.ToJson()), VerdictJson.Default.StoredVerdict);
            await DurableFile.WriteAsync(path, json, cancellationToken: cancellationToken);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            // Then the next start asks again; nothing depends on the file.
        }
    }
}

internal sealed record StoredVerdict(string? Key, string? Result);

[JsonSerializable(typeof(StoredVerdict))]
internal sealed partial class VerdictJson : JsonSerializerContext;
