using Pando.Cli.Failures;

namespace Pando.Cli.Commands;

/// <summary>A file that the user names; <c>-</c> is standard input.</summary>
internal static class InputFile
{
    // Far more than any definition: a wrong file is noticed before it fills the memory.
    private const int Limit = 16 * 1024 * 1024;

    public static async Task<ReadOnlyMemory<byte>> ReadAsync(Run run, string path, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var file = path is "-" ? run.Around.In() : new FileStream(path, FileMode.Open, FileAccess.Read);
            using var content = new MemoryStream();
            var buffer = new byte[64 * 1024];
            int count;
            while ((count = await file.ReadAsync(buffer, cancellationToken)) > 0)
            {
                content.Write(buffer, 0, count);
                if (content.Length > Limit)
                {
                    throw new CliException(ExitCode.Failed, "file-too-large", ("path", path), ("limit", Output.Numbers.Bytes(run.Texts, Limit)));
                }
            }
            return content.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw CliException.File(path, e);
        }
    }

    /// <summary>A password from a file: its first line.</summary>
    public static async Task<string> ReadSecretAsync(Run run, string path) => (await ReadTextAsync(run, path)).Split('\n', '\r')[0];

    public static async Task<string> ReadTextAsync(Run run, string path) =>
        System.Text.Encoding.UTF8.GetString((await ReadAsync(run, path)).Span);
}
