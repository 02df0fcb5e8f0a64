namespace Pando.Storage.Images.Store;

/// <summary>
/// Keeps an image from being removed while a volume is being made of it: until that has its name, no listing shows that
/// it is backed by the image.
/// </summary>
internal sealed class ImageLeases
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _leases = new(StringComparer.Ordinal);

    /// <summary>Holds the file until it is disposed.</summary>
    public IDisposable Take(string path)
    {
        lock (_gate)
        {
            _leases[path] = _leases.GetValueOrDefault(path) + 1;
        }
        return new Lease(this, path);
    }

    public bool IsTaken(string path)
    {
        lock (_gate)
        {
            return _leases.ContainsKey(path);
        }
    }

    private sealed class Lease(ImageLeases leases, string path) : IDisposable
    {
        private bool _given;

        public void Dispose()
        {
            lock (leases._gate)
            {
                if (_given)
                {
                    return;
                }
                _given = true;
                if (--leases._leases[path] == 0)
                {
                    leases._leases.Remove(path);
                }
            }
        }
    }
}
