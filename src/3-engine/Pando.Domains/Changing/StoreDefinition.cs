using System.Globalization;
using Pando.Model.Jobs;
using Pando.Model.Ports;
using Pando.Model.Xml;

namespace Pando.Domains.Changing;

/// <summary>Stores the changed definition. Its undo stores the one before again, unless somebody has stored another since.</summary>
internal sealed class StoreDefinition(DomainServices services, DomainRegistry registry, ChangeInput input, ChangeRun? run) : JobStep
{
    private const string BaseNote = "base-version";

    public override string Name => "store-definition";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        if (run!.Config is not { } config)
        {
            return;
        }
        await job.NoteAsync(BaseNote, config.BaseVersion.ToString(CultureInfo.InvariantCulture), cancellationToken);
        await registry.DefineAsync(config.Definition, config.BaseVersion, job.By, config.Change, cancellationToken);
    }

    public override async ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        if (!job.Notes.TryGetValue(BaseNote, out var note))
        {
            return;
        }
        var number = int.Parse(note, CultureInfo.InvariantCulture);
        var versions = await services.History.VersionsAsync(DomainRegistry.Sort, input.Id, cancellationToken);
        if (versions is not [.., var current] || current.Number != number + 1 || versions.FirstOrDefault(version => version.Number == number) is not { } before)
        {
            return;
        }
        var change = $"revert to {note}";
        if (run is not null)
        {
            await registry.DefineAsync(DomainXml.Read(before.Text), number + 1, job.By, change, cancellationToken);
        }
        else
        {
            // No machine is known yet: each is read from the store after this.
            await services.History.PutAsync(DomainRegistry.Sort, new DefinitionChange(input.Id, input.Name, before.Text, change, job.By), number + 1, cancellationToken);
        }
    }
}
