namespace RdsBackup.Exports;

/// <summary>
/// How long the API has not named something that is followed. What was just begun may not be listed for some seconds, however often one looks;
/// what was never there should not be waited for.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class Absence(TimeProvider time)
{
    private const int LooksAllowed = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private int _looks;
    private long _since;

    /// <summary>Whether it was not there at the last look.</summary>
    public bool IsNow => _looks > 0;

    /// <summary>Whether it was looked for often enough, and long enough.</summary>
    public bool IsForGood => _looks >= LooksAllowed && time.GetElapsedTime(_since) >= Patience;

    /// <summary>Takes note of a look.</summary>
    /// <param name="isThere">Whether the API named it.</param>
    public void Note(bool isThere)
    {
        _since = IsNow ? _since : time.GetTimestamp();
        _looks = isThere ? 0 : _looks + 1;
    }
}
