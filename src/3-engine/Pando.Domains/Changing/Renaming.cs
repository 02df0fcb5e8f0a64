using Pando.Domains.Driving;
using Pando.Model.Errors;
using Pando.Model.Xml;

namespace Pando.Domains.Changing;

/// <summary>
/// Gives a machine that is off another name: a new version of its definition under the new name, in one transaction of the
/// store. What a machine owns is kept under its uuid; only its logs carry the name, and follow it.
/// </summary>
internal sealed class Renaming(DomainServices services, DomainRegistry registry, DefinitionIntake intake)
{
    public async Task<OperationOutcome> DoAsync(DomainTask task, RenameRequest request, DomainView view, CancellationToken cancellationToken)
    {
        if (request.NewName == view.Name)
        {
            throw new CallerException(ErrorCodes.Domain.SameName, ("name", view.Name));
        }
        if (view.ManagedSave)
        {
            // As libvirt has it: the definition in the file still has the old name.
            throw new CallerException(ErrorCodes.Domain.NotRenamedWhileSaved, ("name", view.Name));
        }
        var text = DomainXml.Write(view.Asked! with { Name = request.NewName }, new DomainXmlOptions { IncludeSecrets = true });
        var definition = await intake.ReadAsync(text, cancellationToken);
        await registry.RenameAsync(view, definition, request.ExpectedVersion ?? view.Version, task.By, cancellationToken);
        MoveLogs(view.Name, request.NewName);
        return new OperationOutcome.Asked();
    }

    /// <summary>Logs of a machine that had the new name before stay as they are: then both keep what they have.</summary>
    private void MoveLogs(string from, string to)
    {
        var (log, beside) = (services.Paths.DomainLog(from), Path.GetDirectoryName(services.Paths.SideLog(from, "any"))!);
        var (newLog, newBeside) = (services.Paths.DomainLog(to), Path.GetDirectoryName(services.Paths.SideLog(to, "any"))!);
        try
        {
            if (File.Exists(log) && !File.Exists(newLog))
            {
                File.Move(log, newLog);
            }
            if (Directory.Exists(beside) && !Directory.Exists(newBeside))
            {
                Directory.Move(beside, newBeside);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The machine has its name; old words of QEMU under the old one are no reason to fail.
        }
    }
}
