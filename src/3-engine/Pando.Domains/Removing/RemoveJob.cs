using System.Text.Json;
using System.Text.Json.Serialization;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Model.Ports;

namespace Pando.Domains.Removing;

/// <summary>A definition that goes to the trash with these files.</summary>
internal sealed record RemoveInput(Guid Id, string Name, IReadOnlyList<string> Files, int? ExpectedVersion = null);

[JsonSerializable(typeof(RemoveInput))]
[JsonSerializable(typeof(TrashInput))]
[JsonSerializable(typeof(List<TrashedFile>))]
internal sealed partial class RemoveJson : JsonSerializerContext;

/// <summary>Moves a machine to the trash: its files by renames beside themselves, then its definition with all versions.</summary>
internal sealed class RemoveJob(DomainServices services) : JobKind
{
    public const string KindName = "machine.remove";
    private const string TrashIdNote = "trash-id";
    private const string FilesNote = "files";

    public override string Name => KindName;

    public static byte[] Input(RemoveInput input) => JsonSerializer.SerializeToUtf8Bytes(input, RemoveJson.Default.RemoveInput);

    public override IReadOnlyList<JobStep> Plan(ReadOnlyMemory<byte> input)
    {
        var remove = JsonSerializer.Deserialize(input.Span, RemoveJson.Default.RemoveInput)!;
        return [new PlanFiles(services, remove), new MoveFiles(services), new TrashDefinition(services, remove)];
    }

    private static List<TrashedFile> FilesOf(IJobContext job) =>
        job.Notes.TryGetValue(FilesNote, out var text) ? JsonSerializer.Deserialize(text, RemoveJson.Default.ListTrashedFile)! : [];

    private sealed class PlanFiles(DomainServices services, RemoveInput remove) : JobStep
    {
        public override string Name => "plan";

        public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            var trashId = Guid.NewGuid().ToString("N")[..12];
            var files = new List<TrashedFile>();
            foreach (var path in remove.Files)
            {
                files.Add(await services.Volumes.PlanTrashAsync(path, trashId, cancellationToken));
            }
            await job.NoteAsync(FilesNote, JsonSerializer.Serialize(files, RemoveJson.Default.ListTrashedFile), cancellationToken);
            await job.NoteAsync(TrashIdNote, trashId, cancellationToken);
        }

        public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private sealed class MoveFiles(DomainServices services) : JobStep
    {
        public override string Name => "move-files";

        public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            foreach (var file in FilesOf(job))
            {
                await services.Volumes.TrashAsync(file, cancellationToken);
            }
        }

        public override async ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            foreach (var file in FilesOf(job))
            {
                await services.Volumes.UntrashAsync(file, cancellationToken);
            }
        }
    }

    private sealed class TrashDefinition(DomainServices services, RemoveInput remove) : JobStep
    {
        public override string Name => "trash-definition";

        public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            try
            {
                await services.History.TrashAsync(
                    DomainRegistry.Sort, remove.Id, job.Notes[TrashIdNote], job.By, FilesOf(job), remove.ExpectedVersion, cancellationToken);
            }
            catch (CallerException e) when (e.Code == ErrorCodes.State.Conflict)
            {
                throw new CallerException(ErrorCodes.Domain.ChangedMeanwhile, e, ("name", remove.Name));
            }
            job.SetResult("trash", job.Notes[TrashIdNote]);
            services.Events.Publish("definition.removed", remove.Id.ToString(), ("name", remove.Name), ("trash", job.Notes[TrashIdNote]), ("by", job.By.Name));
        }

        public override async ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            var trash = await services.History.ListTrashAsync(DomainRegistry.Sort, cancellationToken);
            if (job.Notes.TryGetValue(TrashIdNote, out var id) && trash.Any(item => item.TrashId == id))
            {
                await services.History.RestoreAsync(DomainRegistry.Sort, id, null, cancellationToken);
            }
        }
    }
}
