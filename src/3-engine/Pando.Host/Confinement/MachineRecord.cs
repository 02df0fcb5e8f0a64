using System.Text.Json;
using System.Text.Json.Serialization;
using Pando.Model.Domains;

namespace Pando.Host.Confinement;

/// <summary>What was made, or is about to be made, to confine a machine. Written before it is made, removed after it is undone.</summary>
/// <param name="Id">The machine.</param>
/// <param name="Name">Its name, for messages.</param>
/// <param name="Confinement">The groups and labels.</param>
internal sealed record MachineRecord(Guid Id, string Name, GuestConfinement Confinement);

[JsonSerializable(typeof(MachineRecord))]
[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class MachineRecordJson : JsonSerializerContext;

/// <summary>The records, one file a machine. They need not outlive the host: neither do groups and processes.</summary>
internal sealed class MachineRecords(string directory)
{
    private const string Ending = ".json";

    public void Write(MachineRecord record)
    {
        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string path = PathOf(record.Id);
        File.WriteAllBytes(path + ".new", JsonSerializer.SerializeToUtf8Bytes(record, MachineRecordJson.Default.MachineRecord));
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>Null where there is none, or none that can be read.</summary>
    public MachineRecord? TryRead(DomainId id)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(PathOf(id.Value)), MachineRecordJson.Default.MachineRecord);
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    public void Remove(DomainId id)
    {
        if (Directory.Exists(directory))
        {
            File.Delete(PathOf(id.Value));
        }
    }

    /// <summary>Every machine that has one.</summary>
    public IReadOnlyList<DomainId> Machines() => !Directory.Exists(directory)
        ? []
        : [.. Directory.EnumerateFiles(directory, "*" + Ending)
            .Select(static path => DomainId.TryParse(Path.GetFileNameWithoutExtension(path), out DomainId id) ? id : default)
            .Where(static id => id != default)];

    private string PathOf(Guid id) => Path.Combine(directory, id + Ending);
}
