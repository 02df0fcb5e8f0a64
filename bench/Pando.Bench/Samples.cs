using System.Diagnostics;
using System.Globalization;

namespace Pando.Bench;

/// <summary>Times of one thing, in milliseconds.</summary>
internal sealed class Samples
{
    private readonly List<double> _milliseconds = [];

    public double Median
    {
        get
        {
            var sorted = _milliseconds.Order().ToArray();
            return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }

    public int Count => _milliseconds.Count;

    public void Add(TimeSpan time) => _milliseconds.Add(time.TotalMilliseconds);

    public async Task<T> TakeAsync<T>(Func<Task<T>> what)
    {
        var start = Stopwatch.GetTimestamp();
        var result = await what();
        Add(Stopwatch.GetElapsedTime(start));
        return result;
    }

    public async Task TakeAsync(Func<Task> what) => await TakeAsync(async () =>
    {
        await what();
        return true;
    });

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Median:0.#} ms");
}
