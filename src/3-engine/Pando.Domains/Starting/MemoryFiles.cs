using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Model.Ports;
using Pando.Qemu.Arguments;

namespace Pando.Domains.Starting;

/// <summary>
/// The files that are memory of a guest: shared memory, and modules that keep their content. One that is missing is made here and not by
/// QEMU, which would need the directory for it: of /dev/shm it is to see no other machine's. It outlives the machine, for its content does;
/// when the start or the plug fails it goes.
/// </summary>
internal sealed class MemoryFiles(DomainServices services)
{
    private const string MakingNote = "memory-file ";
    private const string MadeNote = "memory-file-made ";

    /// <summary>The files, as the machine holds them.</summary>
    public async ValueTask<IReadOnlyList<HeldFile>> PrepareAsync(DomainDefinition machine, IJobContext job, CancellationToken cancellationToken)
    {
        var held = new List<HeldFile>();
        foreach (var memory in NamedMemory.Of(machine))
        {
            try
            {
                var file = await services.Files.FindMemoryAsync(memory.Path, cancellationToken) ?? await MakeAsync(memory, job, cancellationToken);
                // In a directory QEMU makes a file without a name.
                if (file.IsFile)
                {
                    held.Add(new HeldFile(memory.Path, file.Device, file.Inode, memory.Use)
                    {
                        Alias = memory.Alias,
                        // Whoever shares memory with a machine goes on using it as it was; a user of the machine's own is let in all the same.
                        OpenedByQemu = !memory.KeepsOwner || machine.Seclabels.Items.Any(static label => label is { Model: "dac", Label: not null }),
                    });
                }
            }
            catch (PandoException e) when (e is not PeerException)
            {
                throw UnavailableFile.Of(e, machine.Name, memory.Path);
            }
        }
        return held;
    }

    /// <summary>Removes what the job has made, also one of an earlier daemon's.</summary>
    public async ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        foreach (var (note, text) in job.Notes.Where(note => note.Key.StartsWith(MakingNote, StringComparison.Ordinal)).ToList())
        {
            var made = JsonSerializer.Deserialize(text, MemoryFileJson.Default.NewMemoryFile)!;
            var file = job.Notes.TryGetValue(MadeNote + note[MakingNote.Length..], out var known) ? JsonSerializer.Deserialize(known, MemoryFileJson.Default.FoundMemoryFile) : null;
            await services.Files.RemoveMemoryAsync(made, file, cancellationToken);
        }
    }

    private async ValueTask<FoundMemoryFile> MakeAsync(NamedMemory memory, IJobContext job, CancellationToken cancellationToken)
    {
        var made = new NewMemoryFile(memory.Path, string.Create(CultureInfo.InvariantCulture, $".pando-{job.Id}-{memory.Alias}"), memory.SizeBytes);
        await job.NoteAsync(MakingNote + memory.Alias, JsonSerializer.Serialize(made, MemoryFileJson.Default.NewMemoryFile), cancellationToken);
        var file = await services.Files.MakeMemoryAsync(made, services.Qemu.RunAs?.Uid, services.Qemu.RunAs?.Gid, cancellationToken);
        await job.NoteAsync(MadeNote + memory.Alias, JsonSerializer.Serialize(file, MemoryFileJson.Default.FoundMemoryFile), cancellationToken);
        await services.Files.NameMemoryAsync(made, cancellationToken);
        return await services.Files.FindMemoryAsync(memory.Path, cancellationToken) ?? file;
    }
}

[JsonSerializable(typeof(NewMemoryFile))]
[JsonSerializable(typeof(FoundMemoryFile))]
internal sealed partial class MemoryFileJson : JsonSerializerContext;
