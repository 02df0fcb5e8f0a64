using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Pando.Daemon.Logging;

/// <summary>
/// A file that is put aside when it has grown to its limit: <c>pandod.log</c>, then <c>pandod.log.1</c>, the older the
/// higher. Used by one writer.
/// </summary>
internal sealed class RotatingFile : IDisposable
{
    private readonly string _path;
    private readonly long _limit;
    private readonly int _keep;
    private SafeFileHandle _file;
    private long _length;

    public RotatingFile(string path, long limit, int keep)
    {
        _path = path;
        _limit = limit;
        _keep = keep;
        _file = Open();
    }

    /// <summary>Appends whole lines.</summary>
    public void Write(ReadOnlySpan<byte> lines)
    {
        if (_length > 0 && _length + lines.Length > _limit)
        {
            PutAside();
        }
        RandomAccess.Write(_file, lines, _length);
        _length += lines.Length;
    }

    public void Dispose() => _file.Dispose();

    private SafeFileHandle Open()
    {
        var file = File.OpenHandle(_path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        _length = RandomAccess.GetLength(file);
        return file;
    }

    private void PutAside()
    {
        _file.Dispose();
        for (var number = _keep; number > 0; number--)
        {
            var from = number == 1 ? _path : Numbered(number - 1);
            if (File.Exists(from))
            {
                File.Move(from, Numbered(number), overwrite: true);
            }
        }
        if (_keep == 0)
        {
            File.Delete(_path);
        }
        _file = Open();
    }

    private string Numbered(int number) => string.Create(CultureInfo.InvariantCulture, $"{_path}.{number}");
}
