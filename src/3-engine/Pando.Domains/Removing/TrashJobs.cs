using System.Text.Json;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Model.Ports;
using Pando.Model.Xml;

namespace Pando.Domains.Removing;

/// <summary>Which item of the trash, and what the machine is to be called when it comes back.</summary>
internal sealed record TrashInput(string TrashId, string? NewName)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, RemoveJson.Default.TrashInput);

    public static TrashInput Of(ReadOnlyMemory<byte> json) => JsonSerializer.Deserialize(json.Span, RemoveJson.Default.TrashInput)!;

    public async ValueTask<TrashedDefinition> FindAsync(DomainServices services, CancellationToken cancellationToken)
    {
        var trash = await services.History.ListTrashAsync(DomainRegistry.Sort, cancellationToken);
        return trash.FirstOrDefault(item => item.TrashId == TrashId)
            ?? throw new CallerException(ErrorCodes.Domain.NotInTrash, ("name", TrashId));
    }
}

/// <summary>Brings a machine back from the trash: its files first, then its definition.</summary>
internal sealed class RestoreJob(DomainServices services, DomainRegistry registry) : JobKind
{
    public const string KindName = "machine.restore";

    public override string Name => KindName;

    public override IReadOnlyList<JobStep> Plan(ReadOnlyMemory<byte> input)
    {
        var restore = TrashInput.Of(input);
        return [new MoveBack(services, restore), new TakeUp(services, registry, restore)];
    }

    private sealed class MoveBack(DomainServices services, TrashInput restore) : JobStep
    {
        public override string Name => "move-files";

        public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            foreach (var file in (await restore.FindAsync(services, cancellationToken)).Files)
            {
                await services.Volumes.UntrashAsync(file, cancellationToken);
            }
        }

        public override async ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            var trash = await services.History.ListTrashAsync(DomainRegistry.Sort, cancellationToken);
            foreach (var file in trash.FirstOrDefault(item => item.TrashId == restore.TrashId)?.Files ?? [])
            {
                await services.Volumes.TrashAsync(file, cancellationToken);
            }
        }
    }

    private sealed class TakeUp(DomainServices services, DomainRegistry registry, TrashInput restore) : JobStep
    {
        public override string Name => "restore-definition";

        public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            var item = await restore.FindAsync(services, cancellationToken);
            var definition = DomainXml.Read(item.Definition.Text);
            DefinitionChange? renamed = null;
            if (restore.NewName is { } name && name != definition.Name)
            {
                definition = definition with { Name = name };
                renamed = new DefinitionChange(definition.Id.Value, name, DefinitionIntake.Text(definition), $"restore as {name}", job.By);
            }
            var stored = await services.History.RestoreAsync(DomainRegistry.Sort, restore.TrashId, renamed, cancellationToken);
            await registry.TakeUpAsync(definition, stored);
            job.SetResult("machine", definition.Id.ToString());
            job.SetResult("name", definition.Name);
            services.Events.Publish("definition.restored", definition.Id.ToString(), ("name", definition.Name), ("by", job.By.Name));
        }

        // The transaction either was or was not; when it was, nothing after it can fail.
        public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}

/// <summary>Deletes a machine in the trash for good. Once begun it is gone through with.</summary>
internal sealed class PurgeJob(DomainServices services) : JobKind
{
    public const string KindName = "machine.purge";

    public override string Name => KindName;

    public override JobRecovery Recovery => JobRecovery.Resume;

    public override IReadOnlyList<JobStep> Plan(ReadOnlyMemory<byte> input) => [new Purge(services, TrashInput.Of(input))];

    private sealed class Purge(DomainServices services, TrashInput purge) : JobStep
    {
        public override string Name => "purge";

        public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            var trash = await services.History.ListTrashAsync(DomainRegistry.Sort, cancellationToken);
            if (trash.FirstOrDefault(item => item.TrashId == purge.TrashId) is not { } found)
            {
                return;
            }
            foreach (var file in found.Files)
            {
                await services.Volumes.PurgeAsync(file, cancellationToken);
            }
            await services.History.PurgeAsync(DomainRegistry.Sort, purge.TrashId, cancellationToken);
        }

        // What was deleted for good cannot come back.
        public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
