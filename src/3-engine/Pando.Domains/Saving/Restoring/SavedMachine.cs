using Microsoft.Win32.SafeHandles;
using Pando.Domains.Saving.Format;
using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Domains.Saving.Restoring;

/// <summary>A machine in a file, looked through and ready to be brought back. Holds the file open, so that it stays the same one.</summary>
internal sealed class SavedMachine(SaveImage image, SafeFileHandle file, DomainDefinition definition) : IDisposable
{
    public SaveImage Image => image;

    public SafeFileHandle File => file;

    /// <summary>What it is to run with, with every address and alias as it was.</summary>
    public DomainDefinition Definition => definition;

    /// <summary>Whether the guest runs afterwards.</summary>
    public bool Running { get; init; }

    /// <summary>Whether the file is read past the page cache.</summary>
    public bool BypassCache { get; init; }

    /// <summary>Whether disks that were changed meanwhile are passed over.</summary>
    public bool Force { get; init; }

    /// <summary>Whether the file goes away once the guest runs: its memory is worth nothing any more.</summary>
    public bool Managed { get; init; }

    public void Dispose() => file.Dispose();
}

/// <summary>Opens files of saved machines.</summary>
internal sealed class SavedMachines(DomainServices services, DefinitionIntake intake)
{
    /// <summary>The file and what stands in it. Throws <c>save.damaged</c>, and <c>storage.path-…</c> for what cannot be opened.</summary>
    public async Task<(SaveImage Image, SafeFileHandle File)> OpenFileAsync(string path, CancellationToken cancellationToken)
    {
        if (!Path.IsPathFullyQualified(path))
        {
            throw new CallerException(ErrorCodes.Request.Invalid, ("what", path), ("reason", "/…"));
        }
        var opened = await services.Disks.OpenFileAsync(path, readOnly: true, cancellationToken);
        try
        {
            return (SaveImage.Read(opened.Handle, path), opened.Handle);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Opens one for a restore.</summary>
    public async Task<SavedMachine> OpenAsync(RestoreOrder order, bool managed, CancellationToken cancellationToken)
    {
        var (image, file) = await OpenFileAsync(order.Path, cancellationToken);
        try
        {
            var saved = await DefinitionAsync(image, cancellationToken);
            var definition = order.Xml is null ? saved : await OtherAsync(saved, order.Xml, image.Cookie.Aliases, cancellationToken);
            return new SavedMachine(image, file, definition)
            {
                Running = order.Running ?? image.Header.WasRunning,
                BypassCache = order.BypassCache,
                Force = order.Force,
                Managed = managed,
            };
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The definition that a file holds. Throws <c>save.damaged</c> where it is none.</summary>
    public async Task<DomainDefinition> DefinitionAsync(SaveImage image, CancellationToken cancellationToken)
    {
        try
        {
            var read = await intake.ReadAsync(SavedDefinition.Resolved(image), cancellationToken);
            return SavedDefinition.WithAliases(read, image.Cookie.Aliases);
        }
        catch (CallerException e) when (e.Code.Area == "definition")
        {
            throw SaveFailures.Damaged(image.Path, "definition", ("words", e.Message.TrimEnd('.')));
        }
    }

    /// <summary>
    /// Another definition in place of what a guest runs with. Throws <c>save.incompatible</c> with the first thing that the guest would notice.
    /// </summary>
    public async Task<DomainDefinition> OtherAsync(
        DomainDefinition saved, string xml, IReadOnlyDictionary<int, string> aliases, CancellationToken cancellationToken)
    {
        var other = await intake.ReadAsync(xml, cancellationToken);
        if (other.Cpu is { Mode: CpuMode.HostModel } open && saved.Cpu is { } named)
        {
            // The guest has one already, and keeps it.
            other = other with { Cpu = named with { Topology = open.Topology, Numa = open.Numa } };
        }
        if (AbiStability.FirstDifference(saved, other) is { } difference)
        {
            throw new CallerException(
                ErrorCodes.Save.Incompatible, ("name", saved.Name), ("at", difference.Path), ("before", difference.Before ?? "—"), ("after", difference.After ?? "—"));
        }
        return SavedDefinition.WithAliases(other, aliases);
    }
}
