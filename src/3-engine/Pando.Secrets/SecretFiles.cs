using Pando.Linux;
using Pando.Linux.Files;
using Pando.Model.Errors;

namespace Pando.Secrets;

/// <summary>The values of secrets: a file each, which only the daemon's user can read.</summary>
internal sealed class SecretFiles(string directory)
{
    private const string Ending = ".value";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public bool Has(Guid id) => File.Exists(PathOf(id));

    /// <summary>The value; null where it has none.</summary>
    public byte[]? TryRead(Guid id, string name)
    {
        try
        {
            return File.ReadAllBytes(PathOf(id));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotKept(e, id, name);
        }
    }

    /// <summary>Whole or not at all.</summary>
    public async Task WriteAsync(Guid id, string name, byte[] value, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(directory, OwnerOnly);
            File.SetUnixFileMode(directory, OwnerOnly);
            await DurableFile.WriteAsync(PathOf(id), value, cancellationToken: cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SyscallException)
        {
            throw NotKept(e, id, name);
        }
    }

    public void Delete(Guid id) => DurableFile.Delete(PathOf(id));

    /// <summary>Removes all but these, and what a write left that never ended.</summary>
    public void KeepOnly(IEnumerable<Guid> ids)
    {
        if (!Directory.Exists(directory))
        {
            return;
        }
        var kept = ids.Select(PathOf).ToHashSet(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(directory).Where(path => !kept.Contains(path)))
        {
            File.Delete(path);
        }
    }

    private string PathOf(Guid id) => Path.Combine(directory, id + Ending);

    private MachineryException NotKept(Exception e, Guid id, string name) => new(ErrorCodes.Secret.NotKept, e, ("name", name), ("path", PathOf(id)));
}
