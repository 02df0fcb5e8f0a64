using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Domains;

/// <summary>A machine under another name.</summary>
public sealed partial class DomainRegistry
{
    /// <summary>
    /// Stores the definition under its new name. From the store's commit on the machine has it, whatever ends the daemon; a
    /// name that is taken changes nothing.
    /// </summary>
    internal async Task RenameAsync(DomainView view, DomainDefinition renamed, int expectedVersion, Caller by, CancellationToken cancellationToken)
    {
        if (!_names.TryAdd(renamed.Name, view.Id))
        {
            throw NameTaken(renamed.Name, _names.GetValueOrDefault(renamed.Name));
        }
        StoredDefinition stored;
        try
        {
            stored = await _services.History.PutAsync(
                Sort, new DefinitionChange(view.Id.Value, renamed.Name, DefinitionIntake.Text(renamed), "rename", by), expectedVersion, cancellationToken);
        }
        catch (Exception e)
        {
            _names.TryRemove(KeyValuePair.Create(renamed.Name, view.Id));
            if (e is CallerException { Code: var code } && code == ErrorCodes.State.Conflict)
            {
                throw new CallerException(ErrorCodes.Domain.ChangedMeanwhile, e, ("name", view.Name));
            }
            throw;
        }
        await Driver(view.Id).RedefinedAsync(renamed, stored.Version, StoredFacts.Autostart(stored));
        _names.TryRemove(KeyValuePair.Create(view.Name, view.Id));
        _services.Events.Publish("machine.renamed", view.Id.ToString(), ("name", renamed.Name), ("detail", view.Name));
        _services.Events.Publish(
            "definition.changed", view.Id.ToString(), ("name", renamed.Name), ("version", $"{stored.Version}"), ("change", "rename"), ("by", by.Name));
    }
}
