using System.Security.Cryptography;
using System.Text;

namespace Pando.Cli.Editing;

/// <summary>A text in a file that only its user can read (definitions hold passwords), gone afterwards unless it is kept.</summary>
internal sealed class Draft : IDisposable
{
    private readonly string _folder;
    private bool _kept;

    public Draft(string name, string text)
    {
        _folder = Directory.CreateTempSubdirectory("pando-edit-").FullName;
        Path = System.IO.Path.Combine(_folder, $"{name.Replace('/', '_').TrimStart('.')}-{RandomNumberGenerator.GetHexString(6, lowercase: true)}.xml");
        File.WriteAllText(Path, text);
    }

    public string Path { get; }

    public string Read() => File.ReadAllText(Path, Encoding.UTF8);

    /// <summary>Leaves the file: what was typed is worth more than a tidy folder.</summary>
    public void Keep() => _kept = true;

    public void Dispose()
    {
        if (!_kept)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
