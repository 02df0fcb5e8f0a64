using Pando.Linux.Files;
using Pando.Model.Errors;
using Pando.Model.Jobs;

namespace Pando.Domains.Starting;

/// <summary>Gives a machine with UEFI its own variables before its first start: a copy of the firmware's template.</summary>
internal sealed class PrepareVariables(DomainServices services, StartRun? run) : JobStep
{
    private const string MadeNote = "variables-made";

    public override string Name => "prepare-variables";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        if (run!.Definition.Os.Nvram is not { Path: { } path, TemplatePath: { } template } || File.Exists(path))
        {
            return;
        }
        await job.NoteAsync(MadeNote, path, cancellationToken);
        try
        {
            if (Path.GetDirectoryName(path) == services.Paths.Nvram)
            {
                Directory.CreateDirectory(services.Paths.Nvram, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
            await DurableFile.WriteAsync(path, await File.ReadAllBytesAsync(template, cancellationToken), cancellationToken: cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CallerException(
                ErrorCodes.Domain.DiskUnavailable, e, ("name", run.Definition.Name), ("path", path), ("component", template), ("reason", e.Message));
        }
    }

    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        if (job.Notes.TryGetValue(MadeNote, out var path))
        {
            DurableFile.Delete(path);
        }
        return ValueTask.CompletedTask;
    }
}
