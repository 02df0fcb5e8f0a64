using Pando.Linux.Files;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Jobs;

namespace Pando.Domains.Starting;

/// <summary>
/// Gives a machine with UEFI its own variables before its first start, or where that is asked: a copy of the firmware's template.
/// Variables that were there are put aside until the machine runs.
/// </summary>
internal sealed class PrepareVariables(DomainServices services, StartRun? run) : JobStep
{
    private const string MadeNote = "variables-made";
    private const string AsideNote = "variables-aside";

    public override string Name => "prepare-variables";

    /// <summary>Where the job has put old variables; null for nowhere.</summary>
    public static string? Aside(IJobContext job) => job.Notes.TryGetValue(AsideNote, out var path) ? AsidePath(path) : null;

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        var machine = run!.Definition;
        if (machine.Os.Nvram is not { Path: { } path } nvram || (File.Exists(path) && !run.ResetVariables))
        {
            return;
        }
        var template = nvram.TemplatePath ?? (machine.Os.Loader?.Path is { } loader ? services.Firmware.TemplateOf(loader) : null);
        if (template is null || nvram.Kind == NvramKind.Block)
        {
            throw new CallerException(ErrorCodes.Domain.NoVariablesTemplate, ("name", machine.Name), ("loader", machine.Os.Loader?.Path ?? "—"), ("path", path));
        }
        try
        {
            var content = await File.ReadAllBytesAsync(template, cancellationToken);
            if (Path.GetDirectoryName(path) == services.Paths.Nvram)
            {
                Directory.CreateDirectory(services.Paths.Nvram, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
            if (File.Exists(path))
            {
                await job.NoteAsync(AsideNote, path, cancellationToken);
                Rename(path, AsidePath(path));
            }
            await job.NoteAsync(MadeNote, path, cancellationToken);
            await DurableFile.WriteAsync(path, content, cancellationToken: cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CallerException(
                ErrorCodes.Domain.DiskUnavailable, e, ("name", machine.Name), ("path", path), ("component", template), ("reason", e.Message));
        }
    }

    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        if (job.Notes.TryGetValue(MadeNote, out var path))
        {
            DurableFile.Delete(path);
        }
        if (job.Notes.TryGetValue(AsideNote, out var old) && File.Exists(AsidePath(old)))
        {
            Rename(AsidePath(old), old);
        }
        return ValueTask.CompletedTask;
    }

    private static string AsidePath(string path) => path + ".before";

    private static void Rename(string from, string to)
    {
        File.Move(from, to, overwrite: true);
        DurableFile.SyncFolder(Path.GetDirectoryName(to)!);
    }
}
