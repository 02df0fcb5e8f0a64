using System.Globalization;
using Pando.Model.Errors;

namespace Pando.Rest.Streams;

/// <summary>How many long streams are open, and that no more than the limit are.</summary>
internal sealed class StreamPlaces(int limit)
{
    private int _taken;

    /// <summary>Takes a place until it is disposed; throws <c>request.busy</c> when none is left.</summary>
    public IDisposable Take()
    {
        if (Interlocked.Increment(ref _taken) <= limit)
        {
            return new Place(this);
        }
        Interlocked.Decrement(ref _taken);
        throw new CallerException(ErrorCodes.Request.Busy, ("limit", limit.ToString(CultureInfo.InvariantCulture)));
    }

    private sealed class Place(StreamPlaces places) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                Interlocked.Decrement(ref places._taken);
            }
        }
    }
}
